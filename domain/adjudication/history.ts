/** Which earlier claims still stand (rule 2). */
import type { Adjudicable, Claim, ClaimLine, HistoryEntry } from './types';

/**
 * The entries that stand: not voided, not replaced, and not themselves voids. A later claim of frequency 7 or 8 takes down the latest
 * standing claim of the number it names, unless it was itself refused before it could (member not found, or no original: M47).
 */
function standing(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const stands = new Set<HistoryEntry>();
  for (const entry of history) {
    const { frequency, originalNumber } = entry.claim;
    if (frequency !== '1' && !wasRefused(entry)) {
      const original = lastOfNumber([...stands], originalNumber);
      if (original) stands.delete(original);
    }
    if (frequency !== '8') stands.add(entry);
  }
  return [...stands];
}

function wasRefused({ result }: HistoryEntry): boolean {
  return result.status === '4' || result.remarks.includes('M47');
}

function lastOfNumber(entries: readonly HistoryEntry[], number: string | null): HistoryEntry | undefined {
  return entries.findLast((entry) => entry.claim.number === number);
}

/** The claim a replacement or void refers to; null when none stands under that number. */
export function findOriginal({ claim, history }: Pick<Adjudicable, 'claim' | 'history'>): HistoryEntry | null {
  if (claim.originalNumber === null) return null;
  return lastOfNumber(standing(history), claim.originalNumber) ?? null;
}

/** The standing claim an original claim repeats exactly, or null. A denied claim stands too: mend it with a replacement. */
export function findDuplicate({ claim, history }: Pick<Adjudicable, 'claim' | 'history'>): HistoryEntry | null {
  // Most members' histories hold no twin: look for one before working out what stands.
  if (!history.some((entry) => isSameService(entry.claim, claim))) return null;
  return standing(history).find((entry) => isSameService(entry.claim, claim)) ?? null;
}

/** Same type, dates and, line by line in order of number, procedure, modifiers, units, charge and date. */
function isSameService(a: Claim, b: Claim): boolean {
  return a.type === b.type && a.serviceFrom === b.serviceFrom && a.serviceThrough === b.serviceThrough
    && a.lines.length === b.lines.length && a.lines.every((line, index) => isSameLine(line, b.lines[index]));
}

function isSameLine(a: ClaimLine, b: ClaimLine | undefined): boolean {
  return b !== undefined && a.procedure === b.procedure && a.units === b.units && a.chargeCents === b.chargeCents
    && a.serviceDate === b.serviceDate && isSameSet(a.modifiers, b.modifiers);
}

/** The order of modifiers changes nothing in this engine's rules, so it cannot make a second service of the same one. */
function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join(' ') === [...b].sort().join(' ');
}
