/** What the plan pays when no other payer stands before it: rules 6 to 8, line by line or, priced by DRG, for the whole claim. */
import { cents, sumCents, type Cents } from '../money';
import { onlyAdjustment } from './adjustments';
import { shareAdjustments, shareCost, shareTotal, type CostShare } from './costShare';
import { decimalOf, type Decimal } from './exact';
import { explainDeniedLine, explainDrgPrice, explainLinePrice, explainShare } from './explain';
import { denyLine } from './lineRules';
import { allowedAmount, drgPrice, entryOf, feePrice, isDrgPriced, priceAdjustment } from './price';
import type { Accumulator, Adjudicable, Adjustment, ClaimLine, Group, ResultLine } from './types';

/** A claim settled: what is paid, why the rest is not, and where the member stands afterwards. */
export interface Settlement {
  readonly paidCents: Cents;
  /** At claim level; empty when the lines carry them. */
  readonly adjustments: readonly Adjustment[];
  readonly lines: readonly ResultLine[];
  readonly accumulator: Accumulator;
  readonly explanation: readonly string[];
}

/** A line of a claim that is settled at claim level: its charge and nothing else. */
export function chargeOnly(line: ClaimLine): ResultLine {
  return { number: line.number, chargeCents: line.chargeCents, allowedCents: null, paidCents: null, adjustments: [], remarks: [] };
}

/** A line denied by its whole charge. */
export function denyLineWholly(line: ClaimLine, group: Group, reason: string): ResultLine {
  const { number, chargeCents } = line;
  return { number, chargeCents, allowedCents: cents(0), paidCents: cents(0), adjustments: onlyAdjustment(group, reason, chargeCents), remarks: [] };
}

export function chargeOf(lines: readonly ClaimLine[]): Cents {
  return sumCents(lines.map((line) => line.chargeCents));
}

/** @param met what the member has met in the plan year of this claim, before it */
export function settleAsPrimary(request: Adjudicable, met: Accumulator): Settlement {
  const rate = decimalOf(request.plan.coinsuranceRate);
  return isDrgPriced(request.plan, request.claim) ? settleStay(request, rate, met) : settleLines(request, rate, met);
}

/** Lines in order of number, each on the accumulators the one before left. */
function settleLines(request: Adjudicable, rate: Decimal, met: Accumulator): Settlement {
  const lines: ResultLine[] = [];
  const explanation: string[] = [];
  let accumulator = met;
  let paid = 0;
  for (const line of request.claim.lines) {
    const settled = settleLine(request, line, rate, accumulator);
    lines.push(settled.line);
    explanation.push(...settled.explanation);
    accumulator = settled.accumulator;
    paid += settled.paidCents;
  }
  return { paidCents: cents(paid), adjustments: [], lines, accumulator, explanation };
}

interface SettledLine {
  readonly line: ResultLine;
  readonly paidCents: Cents;
  readonly accumulator: Accumulator;
  readonly explanation: readonly string[];
}

function settleLine(request: Adjudicable, line: ClaimLine, rate: Decimal, met: Accumulator): SettledLine {
  const { plan, claim } = request;
  const denial = denyLine(plan, claim, line);
  if (denial) {
    return {
      line: denyLineWholly(line, denial.group, denial.reason),
      paidCents: cents(0),
      accumulator: met,
      explanation: [explainDeniedLine(line, denial.sentence)],
    };
  }
  const price = feePrice(plan, line);
  const allowedCents = allowedAmount(plan, price ?? line.chargeCents, line.chargeCents);
  const difference = priceAdjustment(plan, line.chargeCents, allowedCents);
  const share = shareCost(plan, rate, allowedCents, line.visit, met);
  const paidCents = cents(allowedCents - shareTotal(share));
  return {
    line: {
      number: line.number, chargeCents: line.chargeCents, allowedCents, paidCents, adjustments: inOrder(difference, share), remarks: [],
    },
    paidCents,
    accumulator: share.accumulator,
    explanation: [
      explainLinePrice(plan, line, price, allowedCents, difference),
      explainShare(`Line ${line.number}`, plan, share, paidCents, line.visit),
    ],
  };
}

/** CO and OA stand before the patient's shares, PR-45 behind them. */
function inOrder(difference: Adjustment | null, share: CostShare): readonly Adjustment[] {
  const shares = shareAdjustments(share);
  if (difference === null) return shares;
  return difference.group === 'PR' ? [...shares, difference] : [difference, ...shares];
}

/**
 * One price and one cost share for the stay. A copay is owed by visit lines, and a stay priced by DRG is not paid line by line, so it
 * owes none (payers waive the emergency visit's copay on admission, too).
 */
function settleStay(request: Adjudicable, rate: Decimal, met: Accumulator): Settlement {
  const { plan, claim } = request;
  const chargeCents = chargeOf(claim.lines);
  const { drgBaseRateCents, drgWeights } = plan.pricing;
  const weight = claim.drg === null ? undefined : entryOf(drgWeights, claim.drg);
  const price = drgBaseRateCents === null || weight === undefined ? null : drgPrice(drgBaseRateCents, weight);
  if (price === null || drgBaseRateCents === null || weight === undefined) throw new Error('A DRG claim without a price reached pricing'); // rule 5 and the reader see to it
  const allowedCents = allowedAmount(plan, price, chargeCents);
  const difference = priceAdjustment(plan, chargeCents, allowedCents);
  const share = shareCost(plan, rate, allowedCents, false, met);
  const paidCents = cents(allowedCents - shareTotal(share));
  return {
    paidCents,
    adjustments: inOrder(difference, share),
    lines: claim.lines.map(chargeOnly),
    accumulator: share.accumulator,
    explanation: [
      explainDrgPrice(claim.drg ?? '', drgBaseRateCents, weight, price, chargeCents, allowedCents, difference),
      explainShare('The stay', plan, share, paidCents, false),
    ],
  };
}
