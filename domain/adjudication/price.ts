/** What the plan allows (rule 7). */
import { cents, type Cents } from '../money';
import { decimalOf, timesHalfUp } from './exact';
import type { Adjustment, Claim, ClaimLine, Plan } from './types';

/** True when the claim has one price for the whole stay. Professional claims never do; under a DRG plan they price by the fee schedule. */
export function isDrgPriced(plan: Plan, claim: Claim): boolean {
  return plan.pricing.basis === 'drg' && claim.type === 'institutional';
}

/** An entry of a table keyed by code. Codes come from claims: "constructor" must not find what every object inherits. */
export function entryOf(table: Readonly<Record<string, number>>, code: string): number | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** Fee × units in cents, unchecked for range; null when the line is allowed at its charge (no fee, or a plan that pays charges). */
export function feePrice(plan: Plan, line: ClaimLine): number | null {
  if (plan.pricing.basis === 'billed' || line.procedure === null) return null;
  const fee = entryOf(plan.feeSchedule, line.procedure);
  return fee === undefined ? null : fee * line.units;
}

/** DRG base rate × relative weight, half up; null beyond exact range. */
export function drgPrice(baseRateCents: Cents, weight: number): Cents | null {
  try {
    return timesHalfUp(baseRateCents, decimalOf(weight));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The allowed amount for a price: no more than the charge where the plan pays the lesser of the two. */
export function allowedAmount(plan: Plan, price: number, chargeCents: Cents): Cents {
  return cents(plan.pricing.lesserOf ? Math.min(price, chargeCents) : price);
}

/**
 * The difference between charge and allowed. Below the charge it is the provider's contract (CO-45), or the patient's to pay where an
 * out-of-network provider may bill the balance (PR-45). Above the charge it adds to the payment (OA-94, negative).
 */
export function priceAdjustment(plan: Plan, chargeCents: Cents, allowedCents: Cents): Adjustment | null {
  if (allowedCents === chargeCents) return null;
  const difference = cents(chargeCents - allowedCents);
  if (difference < 0) return { group: 'OA', reason: '94', cents: difference };
  return { group: plan.outOfNetworkBalanceBilling ? 'PR' : 'CO', reason: '45', cents: difference };
}
