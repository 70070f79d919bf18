import { type WorkflowExecutionInfo } from '@temporalio/client';
import { QUERIES, type WorkflowProgress } from '../../workflows/contracts/messages';
import { type TemporalGateway } from './gateway';

/** A page waits no longer for Temporal than this: it shows what the record has. */
const PAGE_MS = 2_500;
const MOST_RUNS = 100;
const BUILD_IDS = 'BuildIds';
const PATCHES = 'TemporalChangeVersion';
/** Set by the server (1.30 and later) when two tries of a workflow's next step in a row came to nothing, and taken away when one did. */
export const PROBLEMS = 'TemporalReportedProblems';

/** One run of a workflow: continue-as-new begins another under the same workflow ID. */
export interface WorkflowRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly closedAt: Date | null;
  readonly events: number;
  /** The code that ran it last; null when no worker has yet. */
  readonly build: string | null;
  /** Which changes of the code it takes part in. */
  readonly patches: readonly string[];
}

/** A step that is being tried again just now. */
export interface RetryingStep {
  readonly workflowId: string;
  readonly step: string;
  /** It fails before it comes to a step of its own. */
  readonly isCode: boolean;
  readonly attempts: number;
  readonly errorClass: string;
  readonly nextTryAt: string | null;
}

/** Every run of these workflows that Temporal keeps, oldest first. */
export async function runsOf(gateway: TemporalGateway, workflowIds: readonly string[]): Promise<WorkflowRun[]> {
  const query = `WorkflowId IN (${workflowIds.map((id) => `'${id.replace(/[^\w-]/g, '')}'`).join(', ')})`;
  return gateway.client.connection.withDeadline(Date.now() + PAGE_MS, async () => {
    const runs: WorkflowRun[] = [];
    for await (const info of gateway.client.workflow.list({ query, pageSize: MOST_RUNS })) {
      runs.push(runOf(info));
      if (runs.length >= MOST_RUNS) break;
    }
    return runs.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  });
}

/** What a workflow tries again: as it says itself, and what the server keeps retrying for it (the API away, a worker gone). */
export async function retryingSteps(gateway: TemporalGateway, workflowId: string): Promise<RetryingStep[]> {
  return gateway.client.connection.withDeadline(Date.now() + PAGE_MS, async () => {
    const handle = gateway.client.workflow.getHandle(workflowId);
    const { raw, searchAttributes } = await handle.describe();
    const problem = problemOf(searchAttributes);
    // Its code cannot answer either.
    if (problem !== null) return [{ workflowId, step: 'workflow-code', isCode: true, attempts: Number(raw.pendingWorkflowTask?.attempt ?? 1), errorClass: problem, nextTryAt: null }];
    const kept = (raw.pendingActivities ?? []).filter(({ attempt }) => Number(attempt ?? 1) > 1).map(({ activityType, attempt, lastFailure, nextAttemptScheduleTime, scheduledTime }): RetryingStep => {
      const next = nextAttemptScheduleTime ?? scheduledTime;
      return {
        workflowId, step: activityType?.name ?? 'activity', isCode: false, attempts: Number(attempt ?? 1), errorClass: lastFailure?.applicationFailureInfo?.type ?? (lastFailure?.timeoutFailureInfo ? 'Timeout' : 'Failure'),
        nextTryAt: next ? new Date(Number(next.seconds ?? 0) * 1000 + Math.floor((next.nanos ?? 0) / 1e6)).toISOString() : null,
      };
    });
    if (kept.length > 0) return kept;
    const { retrying } = await handle.query<WorkflowProgress>(QUERIES.progress);
    return retrying.map((one) => ({ workflowId, isCode: false, ...one }));
  });
}

function runOf({ workflowId, runId, type, status, startTime, closeTime, historyLength, searchAttributes }: WorkflowExecutionInfo): WorkflowRun {
  return { workflowId, runId, type, status: status.name, startedAt: startTime, closedAt: closeTime ?? null, events: Number(historyLength ?? 0), build: buildOf(searchAttributes), patches: keywords(searchAttributes, PATCHES) };
}

/** The last build that ran it. "unversioned:@temporalio/worker@1.24.0+<hash of the code>" is told apart by the hash's beginning. */
export function buildOf(searchAttributes: WorkflowExecutionInfo['searchAttributes']): string | null {
  const builds = keywords(searchAttributes, BUILD_IDS).filter((build) => build !== 'unversioned');
  return shortBuild(builds[builds.length - 1] ?? null);
}

export function patchesOf(searchAttributes: WorkflowExecutionInfo['searchAttributes']): readonly string[] {
  return keywords(searchAttributes, PATCHES);
}

/** Why the next step of a workflow fails ("NonDeterministicError": its code does not fit what has happened); null when it does not. */
export function problemOf(searchAttributes: WorkflowExecutionInfo['searchAttributes']): string | null {
  const told = keywords(searchAttributes, PROBLEMS).find((problem) => problem.startsWith('cause='));
  return told?.replace(/^cause=(WorkflowTask(Failed|TimedOut)Cause)?/, '') ?? null;
}

/** A build's name as people tell builds apart. */
export function shortBuild(build: string | null): string | null {
  if (build === null) return null;
  const hash = /\+([0-9a-f]{16,})$/.exec(build)?.[1];
  return hash ? hash.slice(0, 12) : build.replace(/^[a-z-]+:/, '').slice(0, 60);
}

function keywords(searchAttributes: WorkflowExecutionInfo['searchAttributes'], name: string): readonly string[] {
  const value = (searchAttributes as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(value) ? value.map(String) : [];
}
