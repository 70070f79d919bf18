import { type ObservedActivity } from './observed';

/** What makes a way through the hospital another way, besides the order of its stages: work that an ordinary stay does not have. */
const TURNS: ReadonlySet<string> = new Set([
  'verify-coverage', 'acknowledge-critical-result', 'review-deterioration', 'emergency-response', 'perform-procedures', 'perform-imaging', 'accept-transfer', 'code-encounter', 'fix-claim', 'review-claim',
  'resolve-rejection', 'resolve-denial', 'approve-write-off', 'chase-payer',
]);

/** The way a journey took: its stages as they began, and its turns, each the first time it was done. Rounds of care are left out: no two stays have the same. */
export function variantOf(activities: readonly ObservedActivity[]): string[] {
  const at = ({ code, startedAt, endedAt }: ObservedActivity): number => (code.startsWith('stage:') ? startedAt : (endedAt ?? startedAt));
  const marks = activities.filter(({ code, endedAt }) => code.startsWith('stage:') || (TURNS.has(code) && endedAt !== null));
  const codes = [...marks].sort((a, b) => at(a) - at(b) || (a.code < b.code ? -1 : 1)).map(({ code }) => code);
  return codes.filter((code, index) => codes.indexOf(code) === index);
}
