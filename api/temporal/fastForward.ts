import { setTimeout as pause } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { type temporal } from '@temporalio/proto';

/** More skips than any of our workflows makes timers in a year of rounds; the server's own limit would stop a long stay. */
const MOST_SKIPS = 20_000;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;
/** Asked soon, for most skips are over at once, then half as often each time: each question makes the server read its namespace and cluster again. */
const ASK_FIRST_MS = 60;
const ASK_SELDOM_MS = 1_000;

/** The server does not skip time for single workflows: it is too old, or the feature is not switched on. */
export class TimeSkippingOff extends Error {
  constructor() {
    super('This Temporal server does not skip time: start it with --dynamic-config-value frontend.WorkflowTimeSkippingEnabled=true.');
    this.name = 'TimeSkippingOff';
  }
}

/** A running workflow as Temporal described it. */
export type Running = Awaited<ReturnType<Client['connection']['workflowService']['describeWorkflowExecution']>>;

/** How this workflow stands; null when it does not run, or never has. */
export async function findRunning(client: Client, workflowId: string): Promise<Running | null> {
  try {
    const described = await client.connection.workflowService.describeWorkflowExecution({ namespace: client.options.namespace, execution: { workflowId } });
    return described.workflowExecutionInfo?.closeTime ? null : described;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return null;
    throw error;
  }
}

/**
 * Let `durationMs` pass for one workflow, and for no other: its timers fire as they come, up to that time and no further. Its
 * children keep their own time. Waits until the time has passed, which takes as long as the work that falls due, or at most
 * `waitMs`; answers whether it has, or the workflow has come to its end within it. While an activity is under way time does not skip.
 *
 * A workflow with a running child keeps the wall clock's time (the server counts the child as work under way): nothing is asked of
 * it then, lest the time pass all at once when the child ends, and the answer is false. `known`: how it stands, when that was asked just now.
 */
export async function fastForward(client: Client, workflowId: string, durationMs: number, waitMs = 60_000, known: Running | null = null): Promise<boolean> {
  const { namespace } = client.options;
  const service = client.connection.workflowService;
  const id = `${workflowId}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
  const workflowExecution = { workflowId };
  const describe = () => service.describeWorkflowExecution({ namespace, execution: workflowExecution });
  const before = known ?? (await describe());
  if ((before.pendingChildren ?? []).length > 0) return false;
  const target = currentTime(before) + durationMs;
  try {
    await service.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: { timeSkippingConfig: { enabled: true, disablePropagation: true, maxSessionSkipCount: MOST_SKIPS, fastForwardConfig: { id, duration: durationOf(durationMs) } } },
      updateMask: { paths: ['time_skipping_config'] },
    });
  } catch (error) {
    // Found running a moment ago: it has come to its end meanwhile.
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return true;
    if (isGrpcServiceError(error) && (error.code === UNIMPLEMENTED || /time.?skipping/i.test(error.details))) throw new TimeSkippingOff();
    throw error;
  }
  // Asked, not waited for: with server 1.32.0 the long poll misses a fast-forward that ends with a workflow task, and a run that
  // continued as new does not know of it. Where the time stands, and that skipping is off again, is always said.
  for (let askMs = ASK_FIRST_MS, until = Date.now() + waitMs; Date.now() < until; askMs = Math.min(askMs * 2, ASK_SELDOM_MS)) {
    await pause(askMs);
    const described = await describe();
    if (!described.workflowExtendedInfo?.timeSkippingInfo?.effectiveConfig?.enabled && currentTime(described) >= target) return true;
    if (described.workflowExecutionInfo?.closeTime) return true;
  }
  return false;
}

/** The workflow's own time in epoch milliseconds: the wall clock, until it has skipped some. */
function currentTime(described: Running): number {
  const time = described.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return time ? Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6) : Date.now();
}

function durationOf(ms: number): temporal.api.common.v1.IFastForwardConfig['duration'] {
  const seconds = Math.floor(ms / 1000);
  return { seconds: seconds as never, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}
