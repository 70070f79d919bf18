import { type AdjudicationResult } from '../adjudication';
import { formatDollars } from '../money';
import { meaningOf } from './carc';
import { matchLines, type OwnLine } from './matchLines';
import { type SettledClaim, type SettledLine } from './settlement';

/** A line, or the whole claim, that was paid less than the plan provides. */
export interface UnderpaidLine {
  /** Null: the whole claim, where the plan settles at claim level. */
  readonly number: number | null;
  readonly what: string;
  readonly expectedCents: number;
  readonly paidCents: number;
  readonly differenceCents: number;
  readonly why: string;
}

/** Which of our lines the payer paid, or might have: what it denied is no underpayment but a denial, with a queue of its own. */
export function payableLines(own: readonly OwnLine[], settled: SettledClaim): Map<number, SettledLine> {
  const matches = matchLines(own, settled.lines);
  return new Map(settled.lines.flatMap((line, index) => {
    const match = matches[index];
    return !match || match.number === null || match.doubtful || isDenied(line) ? [] : [[match.number, line] as const];
  }));
}

/** Whether something at claim level was denied: nothing can be expected of such an answer. */
export function isDeniedAsWhole(settled: SettledClaim): boolean {
  return settled.adjustments.some((one) => meaningOf(one) === 'denied');
}

/**
 * Where the payer paid less than its plan provides, line by line; empty when the claim as a whole was paid in full. `expected` is the
 * engine's answer to the lines that were not denied.
 */
export function findUnderpayment(own: readonly OwnLine[], settled: SettledClaim, expected: AdjudicationResult): UnderpaidLine[] {
  const paid = payableLines(own, settled);
  if (expected.lines.every(({ paidCents }) => paidCents === null) || paid.size === 0) return wholeClaim(settled, expected);
  const compared = expected.lines.flatMap((line) => {
    const actual = paid.get(line.number);
    return actual && line.paidCents !== null ? [{ line, actual, differenceCents: line.paidCents - actual.paidCents }] : [];
  });
  if (compared.reduce((sum, one) => sum + one.differenceCents, 0) <= 0) return []; // what one line lacks, another has
  return compared.filter(({ differenceCents }) => differenceCents > 0).map(({ line, actual, differenceCents }) => ({
    number: line.number, what: actual.procedure ?? (actual.revenueCode === null ? 'service' : `revenue code ${actual.revenueCode}`),
    expectedCents: line.paidCents ?? 0, paidCents: actual.paidCents, differenceCents, why: whyLine(line, actual),
  }));
}

function wholeClaim(settled: SettledClaim, expected: AdjudicationResult): UnderpaidLine[] {
  const differenceCents = expected.paidCents - settled.paidCents;
  if (differenceCents <= 0) return [];
  return [{ number: null, what: 'whole claim', expectedCents: expected.paidCents, paidCents: settled.paidCents, differenceCents, why: `The plan pays ${formatDollars(expected.paidCents)} for the whole claim, and leaves ${formatDollars(expected.patientResponsibilityCents)} to the patient; the payer left ${formatDollars(settled.patientCents)}.` }];
}

function whyLine(line: AdjudicationResult['lines'][number], actual: SettledLine): string {
  const sum = (meaning: 'contractual' | 'patient', adjustments: readonly { group: string; reason: string; cents: number }[]) =>
    adjustments.filter((one) => meaningOf(one as SettledLine['adjustments'][number]) === meaning).reduce((total, { cents }) => total + cents, 0);
  const allowed = actual.chargeCents - sum('contractual', actual.adjustments);
  if (line.allowedCents !== null && allowed < line.allowedCents) return `Price: the plan allows ${formatDollars(line.allowedCents)}, the payer allowed ${formatDollars(allowed)}.`;
  return `Patient’s share: the plan leaves ${formatDollars(sum('patient', line.adjustments))} to the patient, the payer took off ${formatDollars(sum('patient', actual.adjustments))}.`;
}

function isDenied(line: SettledLine): boolean {
  return line.adjustments.some((one) => meaningOf(one) === 'denied');
}
