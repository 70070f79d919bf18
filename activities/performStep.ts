import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { type ApiClient, ApiProblem, ApiUnreachable } from '../api/client';
import { STEP_FAILURES, type StepFailureDetail } from '../workflows/contracts/failures';
import { stepKey } from '../workflows/contracts/ids';

/** What activities need. */
export interface ActivityDeps {
  readonly api: ApiClient;
}

/** Every activity belongs to one step of its workflow; the step names it once and for all attempts. */
export interface InStep {
  readonly step: string;
}

interface CallOptions {
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

/** A local activity holds its workflow task (10 s): it gives up early and leaves the waiting to a normal activity. */
const LOCAL_CALL_MS = 4_000;
const CALL_MS = 20_000;

/**
 * Call the API for one step under the step's idempotency key: the same for every attempt, so a retried or doubled activity
 * changes nothing. Failures say status, problem type and step, never what the API said in words.
 *
 * `content` is for steps whose body may differ when a lost workflow task is run again (a due time, a count): the record keeps
 * those apart by their own unique keys, and the same key with another body would be refused.
 */
export async function performStep<T>(step: string, call: (options: CallOptions) => Promise<T>, content?: unknown): Promise<T> {
  const { info, cancellationSignal } = Context.current();
  const name = content === undefined ? step : `${step}#${fingerprint(content)}`;
  const signal = AbortSignal.any([cancellationSignal, AbortSignal.timeout(info.isLocal ? LOCAL_CALL_MS : CALL_MS)]);
  try {
    return await call({ idempotencyKey: stepKey(info.workflowExecution?.workflowId ?? '', name), signal });
  } catch (error) {
    throw stepFailure(step, error);
  }
}

function stepFailure(step: string, error: unknown): ApplicationFailure {
  if (error instanceof ApiUnreachable) return failure(step, STEP_FAILURES.unavailable, { status: null, problem: 'unreachable' });
  if (!(error instanceof ApiProblem)) return failure(step, STEP_FAILURES.server, { status: null, problem: error instanceof Error ? error.name : 'unknown' });
  const detail = { status: error.status, problem: error.problem.type };
  if (error.status === 503 || error.status === 429) return failure(step, STEP_FAILURES.unavailable, detail);
  return failure(step, error.status >= 500 ? STEP_FAILURES.server : STEP_FAILURES.refused, detail);
}

function failure(step: string, type: string, detail: StepFailureDetail): ApplicationFailure {
  return ApplicationFailure.create({
    message: `${step}: ${detail.status ?? 'no answer'} ${detail.problem}`,
    type,
    // Only an API that is away is worth waiting for here; the workflow decides about the rest.
    nonRetryable: type !== STEP_FAILURES.unavailable,
    details: [detail],
  });
}

function fingerprint(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 12);
}
