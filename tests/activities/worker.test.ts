import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFileIn } from '../../activities/bundle';
import { freePort } from '../support/ports';
import { TEST_KEYS, testBundle, uniqueId } from '../support/workflowBench';

const ROOT = join(__dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'careway-worker-'));
const started: ChildProcess[] = [];

beforeAll(() => testBundle());
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly port: number;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

/** The worker as the launcher starts it, with a task queue of its own. `undefined` takes a variable away. */
async function run(environment: Record<string, string | undefined> = {}): Promise<Run> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'activities/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env, NODE_ENV: 'test', CAREWAY_KEYS: TEST_KEYS, CAREWAY_API_URL: 'http://127.0.0.1:9', CAREWAY_SERVICE_TOKEN: 'secret-token', CAREWAY_HOME: home, HEALTH_PORT: String(port),
      CAREWAY_WORKFLOW_BUNDLE: bundleFileIn(join(ROOT, 'node_modules', '.cache', 'careway')), TEMPORAL_TASK_QUEUE: `worker-${uniqueId()}`, ...environment,
    },
  });
  started.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  return { child, port, output: () => output, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

async function health(port: number): Promise<{ status: number; state: string } | null> {
  const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
  return response && { status: response.status, state: ((await response.json()) as { state: string }).state };
}

async function until<T>(what: string, find: () => Promise<T | null | false>): Promise<T> {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await find();
    if (found) return found;
  }
  throw new Error(`Waited in vain for ${what}`);
}

describe('the worker process', () => {
  test('is ready when it polls, and stops cleanly on SIGTERM, saying no secret', async () => {
    const worker = await run();
    expect(await until('ready', async () => (await health(worker.port))?.status === 200)).toBe(true);
    expect((await fetch(`http://127.0.0.1:${worker.port}/other`)).status).toBe(404);
    worker.child.kill('SIGTERM');
    expect(await worker.exit).toBe(0);
    expect(worker.output()).toContain('worker ready');
    expect(worker.output()).toContain('the API does not answer at CAREWAY_API_URL yet');
    expect(worker.output()).not.toMatch(/secret-token|BwcHBwcH/);
    for (const line of worker.output().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  test('waits for a Temporal that is not there, says so, and can be stopped meanwhile', async () => {
    const worker = await run({ TEMPORAL_ADDRESS: '127.0.0.1:9' });
    const state = await until('waiting', async () => worker.output().includes('Temporal does not answer') && health(worker.port));
    expect(state).toEqual({ status: 503, state: 'waiting for temporal' });
    worker.child.kill('SIGTERM');
    expect(await worker.exit).toBe(0);
  });

  test.each([
    ['TEMPORAL_ADDRESS', undefined], ['CAREWAY_API_URL', undefined], ['CAREWAY_SERVICE_TOKEN', undefined], ['CAREWAY_KEYS', undefined], ['CAREWAY_KEYS', 'k1:short'], ['HEALTH_PORT', 'many'],
  ])('does not start with %s=%s, and names it', async (name, value) => {
    const worker = await run({ [name]: value });
    expect(await worker.exit).toBe(1);
    expect(worker.output()).toMatch(new RegExp(`^The worker cannot run: ${name}`));
  });

  test('says when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as { port: number };
    const worker = await run({ HEALTH_PORT: String(port) });
    expect(await worker.exit).toBe(1);
    expect(worker.output()).toContain(`HEALTH_PORT ${port} is taken`);
    other.close();
  });
});
