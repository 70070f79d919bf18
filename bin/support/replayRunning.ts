import { DefaultLogger, type ReplayWorkerOptions, Runtime, Worker } from '@temporalio/worker';
import { type TemporalGateway } from '../../api/temporal/gateway';
import { type KeyRing } from '../../keys/keyRing';
import { temporalDataConverter } from '../../keys/temporalData';

export interface Replayed {
  readonly replayed: number;
  /** Workflows whose history this code would not have written. */
  readonly failed: readonly { readonly workflowId: string; readonly type: string; readonly error: string }[];
}

/** Replay the histories of running workflows, so many of each type, newest first, under a bundle of workflow code: what a new version would do to them before it does. */
export async function replayRunning(gateway: TemporalGateway, keys: KeyRing, workflowBundle: { codePath: string }, sample: number): Promise<Replayed> {
  quiet();
  const options: ReplayWorkerOptions = { workflowBundle, dataConverter: temporalDataConverter(keys) };
  const types = new Map<string, string>();
  const failed: Replayed['failed'][number][] = [];
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories(options, historiesOf(gateway, sample, types))) {
    replayed += 1;
    if (error) failed.push({ workflowId, type: types.get(workflowId) ?? '', error: error.name });
  }
  return { replayed, failed };
}

async function* historiesOf({ client, taskQueue }: TemporalGateway, sample: number, types: Map<string, string>): AsyncGenerator<{ workflowId: string; history: Awaited<ReturnType<ReturnType<typeof client.workflow.getHandle>['fetchHistory']>> }> {
  const taken = new Map<string, number>();
  for await (const { workflowId, type, runId } of client.workflow.list({ query: `TaskQueue = '${taskQueue.replace(/'/g, '')}' AND ExecutionStatus = 'Running'`, pageSize: 500 })) {
    const count = taken.get(type) ?? 0;
    if (count >= sample) continue;
    taken.set(type, count + 1);
    types.set(workflowId, type);
    yield { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
  }
}

let isQuiet = false;
/** The SDK's own lines would stand between ours. */
function quiet(): void {
  if (isQuiet) return;
  isQuiet = true;
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' as 'ERROR' } } });
  } catch {
    // installed by whoever runs us in its process
  }
}
