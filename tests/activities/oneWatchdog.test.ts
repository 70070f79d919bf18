import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import threads from 'node:worker_threads';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { leanWorkflowThreads } from '../../activities/leanThreads';
import { tuning } from '../../activities/tuning';
import { installQuietRuntime, uniqueId } from '../support/workflowBench';

const PRELOAD = require.resolve('../../activities/oneWatchdog.cjs');
const folder = mkdtempSync(join(tmpdir(), 'careway-watchdog-'));
const { Worker: Thread } = threads;

afterAll(() => {
  threads.Worker = Thread;
  rmSync(folder, { recursive: true });
});

/** How often Node was asked to watch what runs while an activation enters the sandbox so often. */
function watchesOf(entries: number): Promise<number> {
  const file = join(folder, 'counts.js');
  writeFileSync(file, `const { createContext, Script } = require('node:vm');
    let watches = 0;
    for (const name of ['runInContext', 'runInThisContext']) {
      const run = Script.prototype[name];
      Script.prototype[name] = function (...given) {
        if (given[given.length - 1]?.timeout) watches += 1;
        return run.apply(this, given);
      };
    }
    const { BaseVMWorkflow } = require(${JSON.stringify(require.resolve('@temporalio/worker/lib/workflow/vm-shared'))});
    const context = createContext({});
    const enter = () => new Script('1').runInContext(context, { timeout: 5000, displayErrors: true });
    BaseVMWorkflow.prototype.activate = async () => { for (let n = 0; n < ${entries}; n += 1) enter(); return {}; };
    require(${JSON.stringify(PRELOAD)});
    enter();
    watches = 0;
    new BaseVMWorkflow('run', context, {}, {}).activate({}).then(() => require('node:worker_threads').parentPort.postMessage(watches));`);
  return new Promise((resolve, reject) => new Thread(file).once('message', resolve).once('error', reject));
}

test('one watch stands for all steps into the sandbox', async () => {
  expect(await watchesOf(6)).toBe(1);
});

test('workflow code that never returns fails its own task, and the thread goes on with others', async () => {
  writeFileSync(join(folder, 'workflows.js'), `const { sleep } = require('@temporalio/workflow');
    exports.spins = async () => { await sleep(1); for (;;); };
    exports.answers = async () => { await sleep(1); return 'here'; };`);
  leanWorkflowThreads();
  installQuietRuntime();
  const address = process.env['TEMPORAL_ADDRESS'] ?? '';
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const taskQueue = `watchdog-${uniqueId()}`;
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: join(folder, 'workflows.js'), logger: new DefaultLogger('ERROR'), webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, modules: [join(__dirname, '..', '..', 'node_modules')] } }) });
  const worker = await Worker.create({ ...tuning({ cachedWorkflows: 10 }), connection: native, taskQueue, workflowBundle });
  await worker.runUntil(async () => {
    const spinning = await client.workflow.start('spins', { taskQueue, workflowId: `spins-${taskQueue}` });
    const failure = async () => (await spinning.fetchHistory()).events?.find(({ workflowTaskFailedEventAttributes: failed }) => failed)?.workflowTaskFailedEventAttributes?.failure?.message ?? null;
    let said: string | null = null;
    for (let tries = 0; said === null && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      said = await failure();
    }
    expect(said).toContain('timed out after 5000ms');
    await expect(client.workflow.execute('answers', { taskQueue, workflowId: `answers-${taskQueue}` })).resolves.toBe('here');
    await spinning.terminate();
  });
  await native.close();
  await connection.close();
});
