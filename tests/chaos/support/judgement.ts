import { type Operation, type Outcome } from './journal';

/** What the record says came of one operation. */
export interface Effect {
  /** The reply is kept under its key: its transaction has committed. */
  readonly isKept: boolean;
  /** How often the thing itself is there; null: for this kind the kept reply is all that can be asked. */
  readonly times: number | null;
}

/** The promise: ok is one effect, refused is none, and what stayed unknown is at most one. */
export function judge(operation: Operation, { isKept, times }: Effect): string | null {
  const standing = standingOutcome(operation.outcomes);
  const is = `${operation.kind} ${operation.subject} (${operation.outcomes.join(', ')}): kept ${String(isKept)}, there ${String(times)} times`;
  switch (standing) {
    case 'ok':
      return isKept && (times === null || times === 1) ? null : `ok, and not exactly one effect: ${is}`;
    case 'refused':
      return isKept ? `refused, and it took effect: ${is}` : null;
    case 'unknown':
      return times !== null && times > 1 ? `unknown, and more than one effect: ${is}` : null;
  }
}

/**
 * What is known of an operation after all its tries: one that was ok is ok. A refusal after an unknown try says that the try had no effect,
 * for a kept reply would have been given again.
 */
export function standingOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('ok')) return 'ok';
  return outcomes.at(-1) ?? 'unknown';
}
