/**
 * The adjudication engine: what a payer with this plan answers to this claim. Pure: no clock, no I/O, the same input always gives
 * the same output. The claim workflow, the demonstration payer, the billing desk and `careway adjudicate` all call it.
 * The numbered rules are those of docs/adjudication.md.
 */
import { cents } from '../money';
import { accumulatorOf, withAccumulator } from './accumulators';
import { onlyAdjustment, patientShare } from './adjustments';
import { planYearOf } from './dates';
import { explainTotals } from './explain';
import { findOriginal } from './history';
import type { AdjudicationInput } from './input';
import { isDrgPriced } from './price';
import { chargeOf, chargeOnly, denyLineWholly, settleAsPrimary } from './primary';
import { reverseClaim } from './reversal';
import {
  denyExactDuplicate, denyIncomplete, denyLate, denyUncovered, denyUnknownMember, denyWithoutOriginal, processedStatus, type Denial,
} from './rules';
import { settleAsSecondary } from './secondary';
import type { Adjudicable, AdjudicationResult } from './types';
import { MalformedInput, readAdjudicable } from './validate';

export { MalformedInput } from './validate';
export type { AdjudicationInput } from './input';
export type * from './types';

/**
 * Adjudicates one claim.
 *
 * @throws MalformedInput naming the JSON path of the first thing wrong with the input; there is never a partial result
 */
export function adjudicate(input: AdjudicationInput): AdjudicationResult {
  return adjudicateJson(input);
}

/** `adjudicate` for JSON of unknown origin. `path` is where `value` stands in its document ("$", "$[3]"). */
export function adjudicateJson(value: unknown, path = '$'): AdjudicationResult {
  const request = readAdjudicable(value, path);
  try {
    return decide(request);
  } catch (error) {
    // Charges and fees were checked; only the member's accumulators can still grow beyond exact range.
    if (error instanceof RangeError) throw new MalformedInput(`${path}.member.accumulators`, 'would come to more cents than can be held exactly');
    throw error;
  }
}

/** Rules 1 and 2: who the member is, and which earlier claim this one undoes. */
function decide(request: Adjudicable): AdjudicationResult {
  const unknownMember = denyUnknownMember(request);
  if (unknownMember) return deny(request, unknownMember);

  if (request.claim.frequency === '1') {
    const duplicate = denyExactDuplicate(request);
    return duplicate ? deny(request, duplicate) : process(request);
  }
  const original = findOriginal(request);
  if (!original) return deny(request, denyWithoutOriginal(request));
  const reversal = reverseClaim(original, request.member.accumulators);
  if (request.claim.frequency === '8') return reversal;
  const afresh = process({ ...request, member: { ...request.member, accumulators: reversal.accumulators } });
  return { ...afresh, reversal, explanation: [...reversal.explanation, ...afresh.explanation] };
}

/** Rules 3 to 10, on the accumulators as they stand. */
function process(request: Adjudicable): AdjudicationResult {
  const denial = denyUncovered(request) ?? denyLate(request) ?? denyIncomplete(request);
  if (denial) return deny(request, denial);

  const { claim, member } = request;
  const year = planYearOf(claim.serviceFrom);
  const met = accumulatorOf(member.accumulators, year);
  const settlement = claim.otherPayer ? settleAsSecondary(request, claim.otherPayer, met) : settleAsPrimary(request, met);
  const chargeCents = chargeOf(claim.lines);
  const patientResponsibilityCents = patientShare(settlement.adjustments, settlement.lines);
  return {
    status: processedStatus(request),
    chargeCents,
    paidCents: settlement.paidCents,
    patientResponsibilityCents,
    adjustments: settlement.adjustments,
    remarks: [],
    lines: settlement.lines,
    accumulators: withAccumulator(member.accumulators, year, settlement.accumulator),
    explanation: [...settlement.explanation, ...explainTotals(request, chargeCents, settlement.paidCents, patientResponsibilityCents, settlement.accumulator)],
  };
}

/** The whole claim denied: each line by its charge, or the claim by its charge where it is settled at claim level. Accumulators stay. */
function deny(request: Adjudicable, denial: Denial): AdjudicationResult {
  const { claim, plan, member } = request;
  const year = planYearOf(claim.serviceFrom);
  const chargeCents = chargeOf(claim.lines);
  const isClaimLevel = claim.otherPayer !== null || isDrgPriced(plan, claim);
  const { group, reason } = denial;
  return {
    status: denial.status,
    chargeCents,
    paidCents: cents(0),
    patientResponsibilityCents: cents(0), // every claim-level denial is CO or OA
    adjustments: isClaimLevel ? onlyAdjustment(group, reason, chargeCents) : [],
    remarks: denial.remark === null ? [] : [denial.remark],
    lines: claim.lines.map((line) => (isClaimLevel ? chargeOnly(line) : denyLineWholly(line, group, reason))),
    accumulators: withAccumulator(member.accumulators, year, accumulatorOf(member.accumulators, year)),
    explanation: [denial.sentence],
  };
}
