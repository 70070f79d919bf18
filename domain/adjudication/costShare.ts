/** The member's share of one allowed amount (rule 8). */
import { cents, type Cents } from '../money';
import { addToAccumulator, leftOf } from './accumulators';
import { timesHalfUp, type Decimal } from './exact';
import type { Accumulator, Adjustment, Plan } from './types';

export interface CostShare {
  /** PR-1. */
  readonly deductible: Cents;
  /** PR-2. */
  readonly coinsurance: Cents;
  /** PR-3. */
  readonly copay: Cents;
  /** What the out-of-pocket maximum took off the share, and the plan pays instead. */
  readonly spared: Cents;
  /** The accumulator after this share. */
  readonly accumulator: Accumulator;
}

/**
 * Copay first, then deductible, then coinsurance on what remains; their sum never more than what is left to the out-of-pocket maximum.
 *
 * @param isVisit the line owes the copay, and skips the rest where the plan's copay bypasses it
 * @param rate the plan's coinsurance rate
 * @throws RangeError when an accumulator would leave exact range
 */
export function shareCost(plan: Plan, rate: Decimal, allowed: Cents, isVisit: boolean, met: Accumulator): CostShare {
  const copay = isVisit ? Math.min(plan.copayCents, allowed) : 0;
  let deductible = 0;
  let coinsurance = 0;
  if (!(isVisit && plan.copayBypassesDeductible)) {
    const remainder = allowed - copay;
    const left = plan.deductible === null ? 0 : leftOf(plan.deductible, met.deductibleIndividualCents, met.deductibleFamilyCents);
    deductible = Math.min(remainder, left);
    coinsurance = timesHalfUp(remainder - deductible, rate);
  }
  const room = leftOf(plan.outOfPocketMax, met.outOfPocketIndividualCents, met.outOfPocketFamilyCents);
  const spared = Math.max(0, deductible + coinsurance + copay - room);
  // The maximum trims coinsurance first, then copay, then deductible.
  const offCoinsurance = Math.min(coinsurance, spared);
  const offCopay = Math.min(copay, spared - offCoinsurance);
  const offDeductible = spared - offCoinsurance - offCopay;
  const owedDeductible = cents(deductible - offDeductible);
  const owedCoinsurance = cents(coinsurance - offCoinsurance);
  const owedCopay = cents(copay - offCopay);
  return {
    deductible: owedDeductible,
    coinsurance: owedCoinsurance,
    copay: owedCopay,
    spared: cents(spared),
    accumulator: addToAccumulator(met, owedDeductible, owedDeductible + owedCoinsurance + owedCopay),
  };
}

/** The share as adjustments, in order of reason; zeros left out. */
export function shareAdjustments(share: CostShare): Adjustment[] {
  const adjustments: Adjustment[] = [];
  if (share.deductible !== 0) adjustments.push({ group: 'PR', reason: '1', cents: share.deductible });
  if (share.coinsurance !== 0) adjustments.push({ group: 'PR', reason: '2', cents: share.coinsurance });
  if (share.copay !== 0) adjustments.push({ group: 'PR', reason: '3', cents: share.copay });
  return adjustments;
}

export function shareTotal(share: CostShare): Cents {
  return cents(share.deductible + share.coinsurance + share.copay);
}
