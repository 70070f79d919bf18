import { HOUR_MS } from '../time';
import { labName, testsOf } from './panels';

/** A test of the stay: ordered and waiting, or reported at a time (epoch milliseconds). */
export interface KnownTest {
  /** Ordered code: a LOINC panel or test. */
  readonly code: string;
  readonly reportedAt: number | null;
}

/** A result this young answers the same question (American Board of Internal Medicine Foundation, Choosing Wisely: no repeated tests in the face of stability). */
export const FRESH_MS = 12 * HOUR_MS;

/** What orders repeat, in words for who orders: a test that is waiting already, or was reported within half a day. Panels count by their tests. */
export function duplicateTests(codes: readonly string[], known: readonly KnownTest[], now: number): string[] {
  return codes.flatMap((code, index) => {
    const name = labName(code) ?? code;
    if (codes.slice(0, index).some((other) => shares(other, code))) return [`${name}: ordered twice here.`];
    const waiting = known.find((one) => one.reportedAt === null && shares(one.code, code));
    if (waiting) return [`${name}: ${labName(waiting.code) ?? waiting.code} is ordered already and not reported yet.`];
    const fresh = known.find((one) => one.reportedAt !== null && now - one.reportedAt < FRESH_MS && shares(one.code, code));
    return fresh && fresh.reportedAt !== null ? [`${name}: ${labName(fresh.code) ?? fresh.code} was reported ${Math.max(0, Math.round((now - fresh.reportedAt) / HOUR_MS))} hours ago.`] : [];
  });
}

function shares(a: string, b: string): boolean {
  const tests = new Set(testsOf(a));
  return testsOf(b).some((test) => tests.has(test));
}
