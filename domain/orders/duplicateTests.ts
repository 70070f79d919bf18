import { HOUR_MS } from '../time';
import { imagingName, isSameStudy } from './imagingStudies';
import { labName, testsOf } from './panels';

/** An order of the stay: waiting, or reported at a time (epoch milliseconds). */
export interface KnownTest {
  /** Ordered code: a LOINC panel, test or examination. */
  readonly code: string;
  readonly reportedAt: number | null;
}

/** A result this young answers the same question (American Board of Internal Medicine Foundation, Choosing Wisely: no repeated tests in the face of stability). */
export const FRESH_MS = 12 * HOUR_MS;
/** Pictures of one region answer the same question for a day; repeating them adds a dose of radiation. */
export const FRESH_IMAGE_MS = 24 * HOUR_MS;

/** What orders repeat, in words for who orders: a test that is waiting already, or was reported within half a day. Panels count by their tests. */
export function duplicateTests(codes: readonly string[], known: readonly KnownTest[], now: number): string[] {
  return duplicates(codes, known, now, { nameOf: (code) => labName(code) ?? code, isSame: shares, freshMs: FRESH_MS });
}

/** The same for imaging: one region by one modality, within a day. */
export function duplicateStudies(codes: readonly string[], known: readonly KnownTest[], now: number): string[] {
  return duplicates(codes, known, now, { nameOf: (code) => imagingName(code) ?? code, isSame: isSameStudy, freshMs: FRESH_IMAGE_MS });
}

interface Likeness {
  readonly nameOf: (code: string) => string;
  readonly isSame: (a: string, b: string) => boolean;
  readonly freshMs: number;
}

function duplicates(codes: readonly string[], known: readonly KnownTest[], now: number, { nameOf, isSame, freshMs }: Likeness): string[] {
  return codes.flatMap((code, index) => {
    const name = nameOf(code);
    if (codes.slice(0, index).some((other) => isSame(other, code))) return [`${name}: ordered twice here.`];
    const waiting = known.find((one) => one.reportedAt === null && isSame(one.code, code));
    if (waiting) return [`${name}: ${nameOf(waiting.code)} is ordered already and not reported yet.`];
    const fresh = known.find((one) => one.reportedAt !== null && now - one.reportedAt < freshMs && isSame(one.code, code));
    return fresh && fresh.reportedAt !== null ? [`${name}: ${nameOf(fresh.code)} was reported ${Math.max(0, Math.round((now - fresh.reportedAt) / HOUR_MS))} hours ago.`] : [];
  });
}

function shares(a: string, b: string): boolean {
  const tests = new Set(testsOf(a));
  return testsOf(b).some((test) => tests.has(test));
}
