import { ApplicationFailure } from '@temporalio/common';
import { ActivityFailure, CancellationScope, proxyActivities, proxyLocalActivities, TimeoutFailure } from '@temporalio/workflow';
import { type Activities } from '../../activities';
import { STEP_FAILURES, type StepFailureDetail } from '../contracts/failures';
import { hasChange } from './generation';

/**
 * Short record writes run as local activities: one event instead of six, and no round trip through the task queue. They hold
 * the workflow task, so they try twice within a moment and then hand over.
 */
const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  retry: { maximumAttempts: 2, initialInterval: '150ms' },
});

/**
 * The server keeps the retries of these, without end and without events: with the API away for an hour a workflow grows by
 * nothing and goes on within half a minute of its return. Only `ApiUnavailable` is retried; everything else comes back at once.
 */
const durable = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Write to the record: at once when the API answers, for as long as it takes when it does not. */
export async function record<T>(write: (calls: Pick<typeof durable, keyof Activities>) => Promise<T>, onAway?: () => void): Promise<T> {
  return uncancelled(async () => {
    try {
      return await inTurn(() => write(quick));
    } catch (error) {
      if (!isAway(error)) throw error;
      onAway?.();
      return write(durable);
    }
  });
}

let last: Promise<void> = Promise.resolve();

/**
 * One local activity of a workflow after the other. Two at once may end in two steps when they run and in one when they are replayed: which of them gives
 * the next command first then differs, and the workflow never gets on again.
 */
async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  if (!hasChange('local-calls-in-turn')) return act();
  const before = last;
  let end: () => void = () => undefined;
  last = new Promise((resolve) => { end = resolve; });
  await before;
  try {
    return await act();
  } finally {
    end();
  }
}

/** As a normal activity: it may be slow, for it holds no workflow task, and it does what the history says, whatever comes in meanwhile. */
export async function scheduled<T>(call: (calls: Pick<typeof durable, keyof Activities>) => Promise<T>): Promise<T> {
  return uncancelled(() => call(durable));
}

/** What went wrong in a step, in codes only. */
export interface StepProblem extends StepFailureDetail {
  readonly type: string;
  readonly message: string;
}

/** Read an activity's failure; null when the error is none (a cancellation, a fault of the workflow itself). */
export function problemOf(error: unknown): StepProblem | null {
  const cause = causeOf(error);
  if (cause instanceof ApplicationFailure) {
    const detail = cause.details?.[0] as StepFailureDetail | undefined;
    return { type: cause.type ?? STEP_FAILURES.server, status: detail?.status ?? null, problem: detail?.problem ?? 'unknown', message: cause.message };
  }
  if (cause instanceof TimeoutFailure || error instanceof ActivityFailure) return { type: STEP_FAILURES.server, status: null, problem: 'timeout', message: 'no answer in time' };
  return null;
}

function isAway(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof TimeoutFailure || (cause instanceof ApplicationFailure && cause.type === STEP_FAILURES.unavailable);
}

/** A normal activity's failure comes wrapped, a local one's as it is. */
function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error;
}

/** A write under way is never cut off: whether it took effect would be unknown to the compensation that follows. */
async function uncancelled<T>(act: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(act);
}
