/** Undoing an earlier claim (rule 2): the same result with every amount negated. */
import { cents, type Cents } from '../money';
import { accumulatorOf, takeFromAccumulator, withAccumulator } from './accumulators';
import { planYearOf } from './dates';
import { explainReversal } from './explain';
import type { Accumulators, AdjudicationResult, Adjustment, HistoryEntry, ResultLine } from './types';

/**
 * The reversal of `original`, and with it the accumulators of its plan year. A claim this plan paid as secondary never moved them, so
 * its reversal does not either: reversal and original together come to nothing.
 *
 * @throws RangeError when the patient's shares leave exact range
 */
export function reverseClaim(original: HistoryEntry, accumulators: Accumulators): AdjudicationResult {
  const { claim, result } = original;
  const lines = result.lines ?? [];
  const year = planYearOf(claim.serviceFrom);
  const met = accumulatorOf(accumulators, year);
  const owed = claim.otherPayer === null ? owedTowardsLimits(result.adjustments, lines) : { deductible: cents(0), outOfPocket: cents(0) };
  const chargeCents = negate(result.chargeCents ?? cents(0));
  const paidCents = negate(result.paidCents ?? cents(0));
  return {
    status: '22',
    chargeCents,
    paidCents,
    patientResponsibilityCents: negate(result.patientResponsibilityCents ?? cents(0)),
    adjustments: result.adjustments.map(negateAdjustment),
    remarks: result.remarks,
    lines: lines.map(negateLine),
    accumulators: withAccumulator(accumulators, year, takeFromAccumulator(met, owed.deductible, owed.outOfPocket)),
    explanation: explainReversal(claim.number, year, negate(paidCents), owed.deductible, owed.outOfPocket),
  };
}

function owedTowardsLimits(adjustments: readonly Adjustment[], lines: readonly ResultLine[]): { deductible: Cents; outOfPocket: Cents } {
  let deductible = 0;
  let outOfPocket = 0;
  for (const { group, reason, cents: amount } of [...adjustments, ...lines.flatMap((line) => line.adjustments)]) {
    if (group !== 'PR') continue;
    if (reason === '1') deductible += amount;
    if (reason === '1' || reason === '2' || reason === '3') outOfPocket += amount;
  }
  return { deductible: cents(deductible), outOfPocket: cents(outOfPocket) };
}

function negate(amount: Cents): Cents {
  return cents(0 - amount);
}

function negateAdjustment(adjustment: Adjustment): Adjustment {
  return { ...adjustment, cents: negate(adjustment.cents) };
}

function negateLine(line: ResultLine): ResultLine {
  return {
    number: line.number,
    chargeCents: negate(line.chargeCents),
    allowedCents: line.allowedCents === null ? null : negate(line.allowedCents),
    paidCents: line.paidCents === null ? null : negate(line.paidCents),
    adjustments: line.adjustments.map(negateAdjustment),
    remarks: line.remarks,
  };
}
