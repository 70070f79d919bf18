import { QueryNotRegisteredError, type WorkflowExecutionStatusName, WorkflowNotFoundError } from '@temporalio/client';
import { QUERIES, type WorkflowProgress } from '../../workflows/contracts/messages';
import { type TemporalGateway } from './gateway';

const CALL_MS = 15_000;
const PAGE = 1_000;
/** A long poll lasts a minute: who has not asked for longer is gone. */
const POLLER_IS_GONE_MS = 75_000;
const WORKFLOW_QUEUE = 1;

/** How a workflow stands, by the server alone. `result` is there when it completed. */
export interface ProcessState {
  readonly status: WorkflowExecutionStatusName | 'NONE';
  readonly type: string | null;
  readonly result?: unknown;
}

/** What a workflow says of itself: its board; `no-board`: its type shows none; `unanswered`: no worker answered in time. */
export type ProcessWord = WorkflowProgress | 'no-board' | 'unanswered';

/** Reads what Temporal knows; changes nothing. */
export class ProcessReader {
  constructor(private readonly gateway: TemporalGateway, private readonly answerMs: number) {}

  /** Every running workflow of this hospital's queue with its type: pages of the visibility store, never one call each. */
  async *running(): AsyncGenerator<{ readonly workflowId: string; readonly type: string }> {
    const query = `TaskQueue = '${this.gateway.taskQueue.replace(/'/g, '')}' AND ExecutionStatus = 'Running'`;
    for await (const { workflowId, type } of this.gateway.client.workflow.list({ query, pageSize: PAGE })) yield { workflowId, type };
  }

  async state(workflowId: string): Promise<ProcessState> {
    try {
      return await this.within(CALL_MS, async () => {
        const handle = this.gateway.client.workflow.getHandle(workflowId);
        const { status, type } = await handle.describe();
        return { status: status.name, type, ...(status.name === 'COMPLETED' ? { result: (await handle.result()) as unknown } : {}) };
      });
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { status: 'NONE', type: null };
      throw error;
    }
  }

  async progress(workflowId: string): Promise<ProcessWord> {
    try {
      return await this.within(this.answerMs, () => this.gateway.client.workflow.getHandle(workflowId).query<WorkflowProgress>(QUERIES.progress));
    } catch (error) {
      if (error instanceof QueryNotRegisteredError) return 'no-board';
      if (error instanceof WorkflowNotFoundError || isSilence(error)) return 'unanswered';
      throw error;
    }
  }

  /** Whether a worker asks for this hospital's work: only then can workflows be asked about themselves. */
  async hasWorker(): Promise<boolean> {
    const { client, taskQueue } = this.gateway;
    const described = await this.within(CALL_MS, () => client.connection.workflowService.describeTaskQueue({ namespace: client.options.namespace, taskQueue: { name: taskQueue }, taskQueueType: WORKFLOW_QUEUE }));
    return (described.pollers ?? []).some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - POLLER_IS_GONE_MS);
  }

  private within<T>(ms: number, call: () => Promise<T>): Promise<T> {
    return this.gateway.client.connection.withDeadline(Date.now() + ms, call);
  }
}

/** Deadline passed, or no worker to ask (gRPC 4, 9: "no poller seen for task queue recently"); a workflow whose code fails answers nothing either. */
function isSilence(error: unknown): boolean {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: string };
  return name === 'QueryRejectedError' || [1, 3, 4, 9].includes(Number(code ?? cause?.code));
}
