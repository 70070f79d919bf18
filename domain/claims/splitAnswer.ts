import { sumCents } from '../money';
import { type CodedAdjustment } from './carc';
import { allAdjustments, imbalance, type SettledClaim } from './settlement';

/** One part of an answer that a payer gave for several claims at once: some of its service lines, or amounts when it has none. */
export type SplitPart =
  | { readonly lines: readonly number[] }
  | { readonly chargeCents: number; readonly paidCents: number; readonly adjustments: readonly CodedAdjustment[] };

/**
 * Cut an answer into parts that add up to it, to the cent and by every adjustment code. Lines are counted from 1 and each goes to one
 * part; adjustments at claim level stay with the first part. Answers with what is wrong in words when they do not add up.
 */
export function splitAnswer(whole: SettledClaim, parts: readonly SplitPart[]): { readonly parts: SettledClaim[] } | { readonly problem: string } {
  if (parts.length < 2) return { problem: 'A split has at least two parts.' };
  const made: SettledClaim[] = [];
  for (const [index, part] of parts.entries()) {
    const cut = 'lines' in part ? partOfLines(whole, part.lines, index === 0 ? whole.adjustments : []) : partOfAmounts(whole, part);
    if (cut.chargeCents === 0 && cut.lines.length === 0) return { problem: `Part ${index + 1} is empty.` };
    if (imbalance(cut) !== null) return { problem: `Part ${index + 1}: charge less adjustments is not what was paid.` };
    made.push(cut);
  }
  const problem = differenceInWords(whole, made);
  return problem === null ? { parts: made } : { problem };
}

function partOfLines(whole: SettledClaim, numbers: readonly number[], adjustments: readonly CodedAdjustment[]): SettledClaim {
  const lines = [...new Set(numbers)].sort((a, b) => a - b).flatMap((number) => whole.lines[number - 1] ?? []);
  const taken = sumCents(adjustments.map(({ cents }) => cents));
  return finish(whole, { chargeCents: sumCents(lines.map(({ chargeCents }) => chargeCents)), paidCents: sumCents(lines.map(({ paidCents }) => paidCents)) - taken, adjustments, lines });
}

function partOfAmounts(whole: SettledClaim, { chargeCents, paidCents, adjustments }: { chargeCents: number; paidCents: number; adjustments: readonly CodedAdjustment[] }): SettledClaim {
  return finish(whole, { chargeCents, paidCents, adjustments: adjustments.filter(({ cents }) => cents !== 0), lines: [] });
}

function finish({ statusCode }: SettledClaim, part: Omit<SettledClaim, 'statusCode' | 'patientCents'>): SettledClaim {
  return { ...part, statusCode, patientCents: sumCents(allAdjustments(part).filter(({ group }) => group === 'PR').map(({ cents }) => cents)) };
}

function differenceInWords(whole: SettledClaim, parts: readonly SettledClaim[]): string | null {
  const total = (of: (part: SettledClaim) => number) => sumCents(parts.map(of));
  if (total(({ lines }) => lines.length) !== (parts.some(({ lines }) => lines.length > 0) ? whole.lines.length : 0)) return 'Every service line goes to exactly one part.';
  if (total(({ chargeCents }) => chargeCents) !== whole.chargeCents) return 'The charges of the parts do not add up to the whole.';
  if (total(({ paidCents }) => paidCents) !== whole.paidCents) return 'The payments of the parts do not add up to the whole.';
  const [wanted, given] = [byCode(allAdjustments(whole)), byCode(parts.flatMap(allAdjustments))];
  const codes = [...new Set([...wanted.keys(), ...given.keys()])].filter((code) => (wanted.get(code) ?? 0) !== (given.get(code) ?? 0));
  return codes.length === 0 ? null : `The parts do not add up in ${codes.join(', ')}.`;
}

function byCode(adjustments: readonly CodedAdjustment[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { group, reason, cents } of adjustments) sums.set(`${group}-${reason}`, (sums.get(`${group}-${reason}`) ?? 0) + cents);
  return sums;
}
