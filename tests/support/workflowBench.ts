import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { bundleFileIn, workflowBundle } from '../../activities/bundle';
import { wasNotProcessed } from '../../api/temporal/gateway';
import { type FormValue } from '../../domain/tasks/form';
import { type TaskTypeName } from '../../domain/tasks/types';
import { KeyRing } from '../../keys/keyRing';
import { temporalDataConverter } from '../../keys/temporalData';
import { completeTaskId } from '../../workflows/contracts/ids';
import { type CompletedTask, QUERIES, type TaskAnswer, UPDATES, type WorkflowProgress } from '../../workflows/contracts/messages';
import { PaperHospital, type PaperTask } from './paperHospital';
import { pass } from './timeSkipping';

/** Fixed, so that recorded histories can be read again. It protects nothing. */
export const TEST_KEYS = `t1:${Buffer.alloc(32, 7).toString('base64')}`;
const WAIT_MS = 15_000;

type Bundle = { readonly codePath: string };

/** The workflows on a real Temporal server with a record in memory. One per test file; `close` stops it. */
export class WorkflowBench {
  readonly hospital = new PaperHospital();

  private constructor(readonly client: Client, private readonly begin: (bundle: Bundle) => Promise<Worker>, private worker: Worker, private running: Promise<void>, private readonly connections: readonly { close(): Promise<void> }[]) {}

  /** `bundle`: the workflow code, if not the present one. */
  static async open(name: string, bundle?: Bundle): Promise<WorkflowBench> {
    const address = process.env['TEMPORAL_ADDRESS'];
    if (!address) throw new Error('TEMPORAL_ADDRESS is not set: run these tests by `npm test`.');
    const namespace = process.env['TEMPORAL_NAMESPACE'] ?? 'default';
    installQuietRuntime();
    const connection = await Connection.connect({ address });
    const native = await NativeConnection.connect({ address });
    const dataConverter = temporalDataConverter(KeyRing.parse(TEST_KEYS));
    const client = new Client({ connection, namespace, dataConverter });
    const bench = { hospital: new PaperHospital() };
    const taskQueue = `test-${name}-${uniqueId()}`;
    const begin = (workflowBundle: Bundle) => Worker.create({
      connection: native, namespace, taskQueue, dataConverter, activities: bench.hospital.activities(), maxCachedWorkflows: 100, stickyQueueScheduleToStartTimeout: '2s', workflowBundle,
    });
    const worker = await begin(bundle ?? (await testBundle()));
    const opened = new WorkflowBench(client, begin, worker, worker.run(), [native]); // the client's channel stays: a call it repeats after the last test must find one
    Object.assign(opened, bench);
    return opened;
  }

  get taskQueue(): string {
    return this.worker.options.taskQueue;
  }

  /** Ends the worker and begins one with the present code. */
  async deploy(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    this.worker = await this.begin(await testBundle());
    this.running = this.worker.run();
  }

  async close(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    for (const connection of this.connections) await connection.close();
  }

  async start(type: string, workflowId: string, input: unknown): Promise<void> {
    await this.client.workflow.start(type, { workflowId, taskQueue: this.taskQueue, args: [input], workflowExecutionTimeout: '400 days' });
  }

  async result<T>(workflowId: string): Promise<T> {
    return this.client.workflow.getHandle(workflowId).result() as Promise<T>;
  }

  async signal(workflowId: string, signal: string, payload: unknown): Promise<void> {
    await this.client.workflow.getHandle(workflowId).signal(signal, payload);
  }

  /** Sends an update as the relay does: one the server gave back unseen is sent again. */
  async update<T>(workflowId: string, update: string, payload: unknown, updateId?: string): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await (this.client.workflow.getHandle(workflowId).executeUpdate(update, { args: [payload], ...(updateId ? { updateId } : {}) }) as Promise<T>);
      } catch (error) {
        if (!wasNotProcessed(error) || tries >= 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50 * tries));
      }
    }
  }

  async progress(workflowId: string): Promise<WorkflowProgress> {
    return this.client.workflow.getHandle(workflowId).query<WorkflowProgress>(QUERIES.progress);
  }

  async events(workflowId: string): Promise<number> {
    const { historyLength } = await this.client.workflow.getHandle(workflowId).describe();
    return Number(historyLength);
  }

  async pass(workflowId: string, amount: number, unit: 'minutes' | 'hours' | 'days'): Promise<void> {
    await pass(this.client, workflowId, amount, unit);
    await this.settled(workflowId);
  }

  /** What the workflow is doing just now is done: a query waits for its task. */
  async settled(workflowId: string): Promise<void> {
    await this.client.workflow.getHandle(workflowId).query('__stack_trace');
  }

  /** The open task of a type, as soon as it is there. */
  async task(workflowId: string, type: TaskTypeName): Promise<PaperTask> {
    return this.until(`task ${type}`, () => this.hospital.openTasks(workflowId).find((task) => task.type === type));
  }

  /** A person does the task, as the API would tell the workflow. */
  async complete(workflowId: string, type: TaskTypeName, values: Record<string, FormValue> = {}, facts: Record<string, FormValue> = {}): Promise<TaskAnswer> {
    const task = await this.task(workflowId, type);
    task.status = 'completed';
    return this.send(workflowId, { taskId: task.taskId, type, version: 2, values, facts });
  }

  async send(workflowId: string, completed: CompletedTask): Promise<TaskAnswer> {
    return this.update(workflowId, UPDATES.completeTask, completed, completeTaskId(completed.taskId, completed.version));
  }

  /** Wait until something is there; fails with what it waited for. */
  async until<T>(what: string, find: () => T | undefined | null | false | Promise<T | undefined | null | false>): Promise<T> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const found = await find();
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** The type of the refusal an Update met with. */
  async refusal(act: Promise<unknown>): Promise<string> {
    try {
      await act;
    } catch (error) {
      return (error as { cause?: { type?: string } }).cause?.type ?? String(error);
    }
    throw new Error('The update was accepted.');
  }
}

export function uniqueId(): string {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}

/** Bundled once per state of the sources, whoever asks. */
export function testBundle(): Promise<{ codePath: string }> {
  return workflowBundle(bundleFileIn(join(__dirname, '..', '..', 'node_modules', '.cache', 'careway')));
}

let installed = false;
export function installQuietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger((process.env['TEST_TEMPORAL_LOG'] as 'ERROR' | undefined) ?? 'ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
}
