/** What the plan pays behind another payer (rule 9). */
import { cents, type Cents } from '../money';
import { compareReasons, patientShare, tidyAdjustments } from './adjustments';
import { explainSecondary } from './explain';
import { chargeOf, chargeOnly, settleAsPrimary, type Settlement } from './primary';
import type { Accumulator, Adjudicable, Adjustment, OtherPayer } from './types';

/** Our payment comes off the patient's coinsurance first, then copay, then deductible, then any other reason in order. */
const RELIEF_ORDER = ['2', '3', '1'] as const;

/**
 * Settles at claim level. What the primary paid or took off is OA-23; what it left to the patient is the most this plan pays; what is
 * still left keeps the primary's reasons. The member's accumulators stay where they are.
 */
export function settleAsSecondary(request: Adjudicable, otherPayer: OtherPayer, met: Accumulator): Settlement {
  const { plan, claim } = request;
  const chargeCents = chargeOf(claim.lines);
  const left = tidyAdjustments(otherPayer.adjustments.filter((adjustment) => adjustment.group === 'PR'));
  const remainder = patientShare(left);
  const normal = settleAsPrimary(request, met).paidCents;
  const benefit = plan.coordinationOfBenefits === 'standard' ? normal : Math.max(0, normal - otherPayer.paidCents);
  const paidCents = cents(Math.min(benefit, remainder));
  const settledBefore: Adjustment = { group: 'OA', reason: '23', cents: cents(chargeCents - remainder) };
  return {
    paidCents,
    adjustments: tidyAdjustments([settledBefore, ...relieve(left, paidCents)]),
    lines: claim.lines.map(chargeOnly),
    accumulator: met,
    explanation: explainSecondary({ plan, otherPayer, remainder, normal, paidCents }),
  };
}

/** The patient's reasons after `payment` has been taken off them. */
function relieve(left: readonly Adjustment[], payment: Cents): readonly Adjustment[] {
  let rest = payment as number;
  return [...left]
    .sort((a, b) => rank(a.reason) - rank(b.reason) || compareReasons(a.reason, b.reason))
    .map((adjustment) => {
      const relief = Math.min(adjustment.cents, rest);
      rest -= relief;
      return { ...adjustment, cents: cents(adjustment.cents - relief) };
    });
}

function rank(reason: string): number {
  const place = RELIEF_ORDER.findIndex((first) => first === reason);
  return place < 0 ? RELIEF_ORDER.length : place;
}
