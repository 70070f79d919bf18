import { ApplicationFailure } from '@temporalio/common';
import { Client, Connection, isGrpcServiceError, type WorkflowClientInterceptor, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { type KeyRing } from '../../keys/keyRing';
import { temporalDataConverter } from '../../keys/temporalData';
import { currentTraceparent } from '../../telemetry/trace';
import { type UpdateRefusal } from '../../workflows/contracts/messages';
import { withTraceparent } from '../../workflows/contracts/tracing';
import { CAREWAY_TASK_QUEUE } from '../../workflows/contracts/taskQueues';

/** With no worker polling an Update would be retried for ever; the relay tries again later instead. */
const DEADLINE_MS = 8_000;

/** What is asked of a workflow goes on with the trace of whoever asks. */
const carriesTrace: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => next({ ...input, headers: withTraceparent(input.headers, currentTraceparent()) }),
  signal: (input, next) => next({ ...input, headers: withTraceparent(input.headers, currentTraceparent()) }),
  signalWithStart: (input, next) => next({ ...input, headers: withTraceparent(input.headers, currentTraceparent()) }),
  startUpdate: (input, next) => next({ ...input, headers: withTraceparent(input.headers, currentTraceparent()) }),
};

/** A command as the relay hands it over. */
export interface Delivery {
  readonly workflowId: string;
  readonly kind: 'start' | 'signal' | 'update' | 'cancel';
  readonly name: string;
  readonly payload: unknown;
  /** For a signal: the workflow to start when it does not run. */
  readonly starts?: { readonly type: string; readonly input: unknown };
  readonly dedupId: string;
}

/**
 * `delivered`, or `refused` for good (the workflow is gone or its validator said no), or `too-early`: the workflow does not know the
 * task or the stuck step yet, or is still at the answer before, or `absent`: Temporal has no such workflow, nor ever had for all it knows. Anything else is thrown and tried again.
 */
export type DeliveryOutcome = { readonly state: 'delivered' } | { readonly state: 'refused' | 'too-early' | 'absent'; readonly reason: string; /** The validator's word (an UpdateRefusal). */ readonly refusal?: string };

/** The validator's words for what the workflow has not heard of, or has not done with yet. */
const TOO_EARLY: readonly UpdateRefusal[] = ['UnknownTask', 'UnknownIncident', 'BeingActedOn'];

/** The API's only way to Temporal. */
export class TemporalGateway {
  private constructor(readonly client: Client, readonly taskQueue: string) {}

  static async connect(options: { address: string; namespace: string; keys: KeyRing; taskQueue?: string }): Promise<TemporalGateway> {
    const connection = Connection.lazy({ address: options.address });
    const client = new Client({ connection, namespace: options.namespace, dataConverter: temporalDataConverter(options.keys), interceptors: { workflow: [carriesTrace] } });
    return new TemporalGateway(client, options.taskQueue ?? CAREWAY_TASK_QUEUE);
  }

  async deliver(delivery: Delivery): Promise<DeliveryOutcome> {
    return this.client.connection.withDeadline(Date.now() + DEADLINE_MS, () => this.send(delivery));
  }

  async close(): Promise<void> {
    await (this.client.connection as Connection).close();
  }

  /** Whether Temporal has, or still remembers, a workflow of this ID. */
  private async knows(workflowId: string): Promise<boolean> {
    try {
      await this.client.workflow.getHandle(workflowId).describe();
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  private async send({ workflowId, kind, name, payload, starts, dedupId }: Delivery): Promise<DeliveryOutcome> {
    try {
      const handle = this.client.workflow.getHandle(workflowId);
      switch (kind) {
        case 'start':
          await this.client.workflow.start(name, { workflowId, taskQueue: this.taskQueue, args: [payload], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE' });
          break;
        case 'signal':
          if (starts) await this.client.workflow.signalWithStart(starts.type, { workflowId, taskQueue: this.taskQueue, args: [starts.input], signal: name, signalArgs: [payload], workflowIdReusePolicy: 'ALLOW_DUPLICATE' });
          else await handle.signal(name, payload);
          break;
        case 'update':
          // To its end, which is the same workflow task: only then does a refusal show (one that was merely started looks delivered).
          await handle.executeUpdate(name, { args: [payload], updateId: dedupId });
          break;
        case 'cancel':
          await handle.cancel();
          break;
      }
      return { state: 'delivered' };
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return { state: 'delivered' };
      if (error instanceof WorkflowNotFoundError) return { state: (await this.knows(workflowId)) ? 'refused' : 'absent', reason: 'workflow-not-running' };
      if (error instanceof WorkflowUpdateFailedError && !wasNotProcessed(error)) {
        const refusal = refusalOf(error);
        return { state: TOO_EARLY.some((word) => word === refusal) ? 'too-early' : 'refused', reason: 'update-rejected', ...(refusal ? { refusal } : {}) };
      }
      throw error;
    }
  }
}

/** The server gave the update back unseen (too many in flight at once, a worker that went away): nobody said no, so it is sent again. */
export function wasNotProcessed(error: unknown): boolean {
  return refusalOf(error) === 'UnprocessedUpdate';
}

function refusalOf(error: unknown): string | null {
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof ApplicationFailure ? (cause.type ?? null) : null;
}

/** True when Temporal itself is away: every lane would fail alike, so the relay pauses. */
export function isTemporalAway(error: unknown): boolean {
  const cause = (error as { cause?: unknown }).cause ?? error;
  return isGrpcServiceError(cause) && [4, 14].includes(cause.code);
}
