import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import threads from 'node:worker_threads';
import { leanWorkflowThreads } from '../../activities/leanThreads';

const folder = mkdtempSync(join(tmpdir(), 'careway-threads-'));
const { Worker } = threads;

afterEach(() => {
  threads.Worker = Worker;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** How often a thread of this name is told of a promise that it makes. */
function heardIn(name: string): Promise<number> {
  const file = join(folder, name);
  writeFileSync(file, `let heard = 0;
    require('node:v8').promiseHooks.createHook({ init: () => { heard += 1; } });
    new Promise(() => undefined);
    require('node:worker_threads').parentPort.postMessage(heard);`);
  return new Promise((resolve, reject) => new threads.Worker(file).once('message', resolve).once('error', reject));
}

test('a workflow thread hears of no promise, any other thread does', async () => {
  leanWorkflowThreads({});
  expect(await heardIn('workflow-worker-thread.js')).toBe(0);
  expect(await heardIn('another-thread.js')).toBeGreaterThan(0);
});

test('with WORKFLOW_STACKS it does, for a worker that is looked into', async () => {
  leanWorkflowThreads({ WORKFLOW_STACKS: '1' });
  expect(await heardIn('workflow-worker-thread.js')).toBeGreaterThan(0);
});

test('the SDK still calls its workflow threads so', () => {
  expect(require.resolve('@temporalio/worker/lib/workflow/workflow-worker-thread.js')).toMatch(/workflow-worker-thread\.js$/);
});
