/** The rules that deny a whole claim (rules 1 to 5), each on its own; `index.ts` asks them in order. */
import { daysBetween } from './dates';
import { type DenialName, DENIALS } from './denials';
import { explainDenial } from './explain';
import { findDuplicate } from './history';
import { entryOf, isDrgPriced } from './price';
import type { Adjudicable, ClaimStatus, Group } from './types';

/** Why a whole claim is denied. */
export interface Denial {
  readonly group: Group;
  readonly reason: string;
  readonly remark: string | null;
  readonly status: ClaimStatus;
  readonly sentence: string;
}

/** Status of a claim that was processed: 1, or 2 behind another payer's payment. */
export function processedStatus({ claim }: Adjudicable): ClaimStatus {
  return claim.otherPayer === null ? '1' : '2';
}

function denial(request: Adjudicable, name: DenialName, detail = ''): Denial {
  const status = name === 'memberNotFound' ? '4' : processedStatus(request);
  return { ...DENIALS[name], status, sentence: explainDenial(name, request, detail) };
}

/** Rule 1. */
export function denyUnknownMember(request: Adjudicable): Denial | null {
  return request.member.found ? null : denial(request, 'memberNotFound');
}

/** Rule 2, for a replacement or void whose original does not stand. */
export function denyWithoutOriginal(request: Adjudicable): Denial {
  return denial(request, 'originalNotFound');
}

/** Rule 2, for an original claim. */
export function denyExactDuplicate(request: Adjudicable): Denial | null {
  const twin = findDuplicate(request);
  return twin === null ? null : denial(request, 'exactDuplicate', twin.claim.number);
}

/** Rule 3: one coverage period must hold the whole service, and this payer must be the one to pay first unless another has paid. */
export function denyUncovered(request: Adjudicable): Denial | null {
  const { claim: { serviceFrom, serviceThrough, otherPayer }, member: { coverage, otherPrimary } } = request;
  const isCovered = coverage.some(({ from, to }) => from <= serviceFrom && (to === null || serviceThrough <= to));
  if (!isCovered) {
    const isBeforeFirst = coverage.length > 0 && coverage.every(({ from }) => serviceFrom < from);
    return denial(request, isBeforeFirst ? 'beforeCoverage' : 'afterCoverage');
  }
  return otherPrimary && otherPayer === null ? denial(request, 'otherPayerFirst') : null;
}

/** Rule 4: counted from the last day of service; the day of the limit is still in time. */
export function denyLate(request: Adjudicable): Denial | null {
  const { plan: { timelyFilingDays }, claim, receivedOn } = request;
  if (timelyFilingDays === null) return null;
  const days = daysBetween(claim.serviceThrough, receivedOn);
  return days > timelyFilingDays ? denial(request, 'filedLate', String(days)) : null;
}

/** Rule 5: the first thing missing. */
export function denyIncomplete(request: Adjudicable): Denial | null {
  const { plan, claim } = request;
  if (claim.diagnoses.length === 0) return denial(request, 'noDiagnosis');
  const bare = claim.lines.find((line) => line.procedure === null && line.revenueCode === null);
  if (bare) return denial(request, 'noProcedure', String(bare.number));
  if (isDrgPriced(plan, claim) && (claim.drg === null || entryOf(plan.pricing.drgWeights, claim.drg) === undefined)) {
    return denial(request, 'noDrg');
  }
  return null;
}
