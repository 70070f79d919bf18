/** The steps of an adjudication as sentences for a billing clerk: what happened, by how much, under which code, and what to do next. */
import { formatDollars, type Cents } from '../money';
import type { CostShare } from './costShare';
import { planYearOf } from './dates';
import type { DenialName } from './denials';
import type { Accumulator, Adjudicable, Adjustment, ClaimLine, Limit, OtherPayer, Plan } from './types';

/** Why the whole claim is denied, and what the biller can do. `detail`: the number of days, the line or the claim it turns on. */
export function explainDenial(name: DenialName, { claim, plan, member }: Adjudicable, detail: string): string {
  const service = claim.serviceFrom === claim.serviceThrough ? `on ${claim.serviceFrom}` : `from ${claim.serviceFrom} to ${claim.serviceThrough}`;
  switch (name) {
    case 'memberNotFound':
      return 'The payer does not know this member, so the whole claim is denied (CO-31). Check member number and payer before sending it again.';
    case 'originalNotFound':
      return `This claim ${claim.frequency === '8' ? 'voids' : 'replaces'} ${claim.originalNumber === null ? 'an earlier claim but does not say which' : `claim ${claim.originalNumber}, which the payer does not hold or which was already replaced or voided`}, so it is denied (CO-16, M47). Give the payer’s number of the claim that stands.`;
    case 'exactDuplicate':
      return `Claim ${detail} already covers exactly these services, so this one is denied as a duplicate (OA-18). Send a replacement (frequency 7) to correct it.`;
    case 'beforeCoverage':
      return `The service ${service} began before the member’s coverage, so the whole claim is denied (CO-26). Look for the payer who covered that time.`;
    case 'afterCoverage':
      return `No coverage of the member holds the whole service ${service}, so the whole claim is denied (CO-27). Check eligibility for those days${member.coverage.length > 1 ? ' and whether the stay must be billed in parts' : ''}.`;
    case 'otherPayerFirst':
      return 'Another payer must pay first, so the whole claim is denied (CO-22). Bill that payer and send this claim again with its result.';
    case 'filedLate':
      return `The claim came ${detail} days after the last service and the limit is ${plan.timelyFilingDays ?? 0}, so the whole claim is denied (CO-29). Appeal only with proof that it was sent in time.`;
    case 'noDiagnosis':
      return 'The claim gives no diagnosis, so it is denied (CO-16, M76). Add the diagnoses and send it again.';
    case 'noProcedure':
      return `Line ${detail} has neither a procedure nor a revenue code, so the whole claim is denied (CO-16, M51). Complete the line and send it again.`;
    case 'noDrg':
      return `This plan pays hospital stays by DRG and the claim ${claim.drg === null ? 'has none' : `has DRG ${claim.drg}, to which the plan gives no weight`}, so it is denied (CO-16, N208). Group the stay again and send it again.`;
  }
}

export function explainDeniedLine(line: ClaimLine, why: string): string {
  return `Line ${line.number}: ${nameOf(line)} ${why}; none of the ${formatDollars(line.chargeCents)} is paid.`;
}

/** @param price fee × units, null when the line is allowed at its charge */
export function explainLinePrice(plan: Plan, line: ClaimLine, price: number | null, allowed: Cents, difference: Adjustment | null): string {
  const subject = `Line ${line.number}: ${nameOf(line)}`;
  if (price === null) {
    return `${subject} is allowed at the billed charge of ${formatDollars(allowed)}${plan.pricing.basis === 'billed' ? '' : ', having no fee in the schedule'}.`;
  }
  const units = line.units === 1 ? '' : ` for ${line.units} units`;
  return `${subject} has a fee of ${formatDollars(price)}${units} against a charge of ${formatDollars(line.chargeCents)}${explainDifference(price, allowed, difference)}.`;
}

export function explainDrgPrice(
  drg: string, baseRate: Cents, weight: number, price: Cents, charge: Cents, allowed: Cents, difference: Adjustment | null,
): string {
  return `DRG ${drg} pays ${formatDollars(price)} (base rate ${formatDollars(baseRate)} times weight ${weight}) against a charge of ${formatDollars(charge)}${explainDifference(price, allowed, difference)}.`;
}

function explainDifference(price: number, allowed: Cents, difference: Adjustment | null): string {
  if (difference === null) return price > allowed ? '; the plan pays the lesser, so the charge is allowed' : ', the same';
  const amount = formatDollars(Math.abs(difference.cents));
  if (difference.group === 'OA') return `; the plan pays the fee all the same, ${amount} above the charge (OA-94)`;
  if (difference.group === 'PR') return `; the ${amount} above it may be billed to the patient, who went out of network (PR-45)`;
  return `; the ${amount} above it is written off by contract (CO-45)`;
}

/** The member's share and the payment of one line, or of the stay. */
export function explainShare(subject: string, plan: Plan, share: CostShare, paid: Cents, isVisit: boolean): string {
  const parts: string[] = [];
  if (share.copay !== 0) parts.push(`${formatDollars(share.copay)} copay (PR-3)`);
  if (share.deductible !== 0) parts.push(`${formatDollars(share.deductible)} deductible (PR-1)`);
  if (share.coinsurance !== 0) parts.push(`${formatDollars(share.coinsurance)} coinsurance (PR-2)`);
  const owes = parts.length === 0 ? 'the patient owes nothing' : `the patient owes ${parts.join(', ')}`;
  const skips = isVisit && plan.copayBypassesDeductible ? ', a visit skipping deductible and coinsurance' : '';
  const spared = share.spared === 0 ? '' : `; the out-of-pocket maximum spares the patient ${formatDollars(share.spared)}`;
  return `${subject}: ${owes}${skips}${spared}; the plan pays ${formatDollars(paid)}.`;
}

export interface SecondaryFacts {
  readonly plan: Plan;
  readonly otherPayer: OtherPayer;
  readonly remainder: Cents;
  readonly normal: Cents;
  readonly paidCents: Cents;
}

export function explainSecondary({ plan, otherPayer, remainder, normal, paidCents }: SecondaryFacts): readonly string[] {
  const rule = plan.coordinationOfBenefits === 'standard'
    ? 'the lesser of the two'
    : `its own benefit less the primary’s ${formatDollars(otherPayer.paidCents)}, and no more than what was left`;
  return [
    `The primary payer paid ${formatDollars(otherPayer.paidCents)} and left ${formatDollars(remainder)} to the patient; all it settled is OA-23.`,
    `As primary this plan would have paid ${formatDollars(normal)}; behind another payer it pays ${rule}: ${formatDollars(paidCents)}.`,
    'The payment comes off the patient’s coinsurance first, then copay, then deductible, then the rest; deductible and out-of-pocket totals do not move.',
  ];
}

export function explainReversal(number: string, year: string, paid: Cents, deductible: Cents, outOfPocket: Cents): readonly string[] {
  const back = outOfPocket === 0
    ? `The patient’s totals for ${year} do not change by it.`
    : `It gives back ${formatDollars(deductible)} of deductible and ${formatDollars(outOfPocket)} of out-of-pocket for ${year}.`;
  return [`Claim ${number} is reversed: every amount is taken back, the payment of ${formatDollars(paid)} with it.`, back];
}

/** The bottom line, and where the member stands. */
export function explainTotals({ plan, claim }: Adjudicable, charge: Cents, paid: Cents, patient: Cents, met: Accumulator): readonly string[] {
  const total = `Of ${formatDollars(charge)} charged the plan pays ${formatDollars(paid)} and the patient owes ${formatDollars(patient)}.`;
  const standings = [
    ...standing('deductible', plan.deductible, met.deductibleIndividualCents, met.deductibleFamilyCents),
    ...standing('out-of-pocket maximum', plan.outOfPocketMax, met.outOfPocketIndividualCents, met.outOfPocketFamilyCents),
  ];
  if (claim.otherPayer !== null || standings.length === 0) return [total];
  return [total, `For ${planYearOf(claim.serviceFrom)} the member has now met ${standings.join(' and ')}.`];
}

function standing(name: string, limit: Limit | null, individual: Cents, family: Cents): readonly string[] {
  if (limit === null) return [];
  const ofFamily = limit.familyCents === null ? '' : ` (family ${formatDollars(family)} of ${formatDollars(limit.familyCents)})`;
  return [`${formatDollars(individual)} of the ${formatDollars(limit.individualCents)} ${name}${ofFamily}`];
}

function nameOf(line: ClaimLine): string {
  return line.procedure ?? `revenue code ${line.revenueCode ?? ''}`;
}
