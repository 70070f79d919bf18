import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { leanWorkflowThreads } from '../../../../activities/leanThreads';
import { tuning } from '../../../../activities/tuning';
import { KeyRing } from '../../../../keys/keyRing';
import { temporalDataConverter } from '../../../../keys/temporalData';
import { TEST_KEYS } from '../../../support/database';
import { TwinProgress } from './players';

/** A worker for the twins: the same server, the same sealing of payloads and the same tuning as the hospital's own. */
export class TwinStage {
  readonly progress: TwinProgress;

  private constructor(readonly client: Client, readonly taskQueue: string, private readonly worker: Worker, private readonly running: Promise<void>, private readonly native: NativeConnection, progress: TwinProgress) {
    this.progress = progress;
  }

  static async open(client: Client): Promise<TwinStage> {
    leanWorkflowThreads();
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
    const native = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
    const progress = new TwinProgress();
    const taskQueue = `twin-${Date.now().toString(36)}`;
    const worker = await Worker.create({
      ...tuning({ cachedWorkflows: 500 }), connection: native, namespace: client.options.namespace, taskQueue, dataConverter: temporalDataConverter(KeyRing.parse(TEST_KEYS)),
      workflowBundle: await bundleWorkflowCode({ workflowsPath: join(__dirname, 'workflow.ts'), logger: new DefaultLogger('ERROR') }),
      activities: { nothing: progress.nothing },
    });
    return new TwinStage(client, taskQueue, worker, worker.run(), native, progress);
  }

  async close(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    await this.native.close();
  }
}
