import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { answersHttp } from '../../bin/launcher/http';
import { homeAt, openHome, type Home } from '../../bin/launcher/home';
import { markOf, waitUntil } from '../../bin/launcher/liveness';
import { rotateLog } from '../../bin/launcher/logs';
import { Progress } from '../../bin/launcher/progress';
import { StateFile, readState } from '../../bin/launcher/state';
import { Supervisor, type ProcessSpec } from '../../bin/launcher/supervisor';
import { freePort } from '../support/ports';
import { runs, temporaryHome } from './launcherSupport';

const said: string[] = [];
class Quiet extends Progress {
  override line(text: string): void {
    said.push(text);
  }
}

let folder: ReturnType<typeof temporaryHome>;
let home: Home;
let supervisor: Supervisor;

beforeEach(() => {
  said.length = 0;
  folder = temporaryHome();
  home = homeAt(folder.path);
  openHome(home);
  const launcher = markOf(process.pid);
  if (!launcher) throw new Error('no mark of this process');
  const state = new StateFile(home, { mode: 'servers', launcher, kept: false, ready: false, portBase: 7300, urls: {}, processes: [] });
  supervisor = new Supervisor(home, state, new Quiet());
});

afterEach(async () => {
  await supervisor.stopAll();
  folder.remove();
});

async function answering(name: string, extra: NodeJS.ProcessEnv = {}): Promise<ProcessSpec & { port: number }> {
  const port = await freePort();
  return {
    name, port, command: process.execPath, args: [`${__dirname}/fixtures/answering.js`], env: { ...process.env, PORT: String(port), ...extra },
    isReady: () => answersHttp(`http://127.0.0.1:${port}/`), readyTimeoutMs: 10_000, stopGraceMs: 500,
  };
}

const pidOf = (name: string) => supervisor.running().find((entry) => entry.name === name)?.pid ?? -1;

test('a process is on record as soon as it runs, and off it when it was stopped', async () => {
  await supervisor.start(await answering('api'));
  expect(readState(home)?.processes).toEqual([expect.objectContaining({ name: 'api', pid: pidOf('api') })]);
  const pid = pidOf('api');
  await supervisor.stopAll();
  expect(runs(pid)).toBe(false);
  expect(readState(home)?.processes).toEqual([]);
});

test('a process that gives way is nicer than the others, and so it is when it comes back', async () => {
  await supervisor.start(await answering('api'));
  await supervisor.start({ ...(await answering('worker')), givesWay: true });
  expect([getPriority(pidOf('api')), getPriority(pidOf('worker'))]).toEqual([getPriority(), getPriority() + 7]);
  const first = pidOf('worker');
  process.kill(first, 'SIGKILL');
  await waitUntil(() => pidOf('worker') !== first, 10_000);
  expect(getPriority(pidOf('worker'))).toBe(getPriority() + 7);
});

test('a killed process comes back under a new number, and the launcher says so', async () => {
  const spec = await answering('worker');
  await supervisor.start(spec);
  const before = pidOf('worker');
  process.kill(before, 'SIGKILL');
  expect(await waitUntil(() => said.some((line) => line.includes('worker is back')), 10_000)).toBe(true);
  expect(said[0]).toMatch(/^! worker was killed \(SIGKILL\); starting it again in 0\.5 s/);
  expect(pidOf('worker')).not.toBe(before);
  expect(await answersHttp(`http://127.0.0.1:${spec.port}/`)).toBe(true);
  expect(readState(home)?.processes).toHaveLength(1);
});

test('one that cannot be put on record, as on a full disk, is started again until it can', async () => {
  await supervisor.start(await answering('worker'));
  const before = pidOf('worker');
  rmSync(home.file('state.json'));
  mkdirSync(home.file('state.json')); // no file can take its place
  process.kill(before, 'SIGKILL');
  expect(await waitUntil(() => said.some((line) => line.startsWith('! worker cannot be started (')), 10_000)).toBe(true);
  rmSync(home.file('state.json'), { recursive: true });
  expect(await waitUntil(() => said.some((line) => line.includes('worker is back')), 20_000)).toBe(true);
  expect(readState(home)?.processes).toEqual([expect.objectContaining({ name: 'worker', pid: pidOf('worker') })]);
});

test('a process that cannot start fails with the end of its log', async () => {
  const spec = await answering('web', { FAIL: '1' });
  await expect(supervisor.start(spec)).rejects.toThrow(/^web ended while it was starting; its log is .*web\.log and ends with:\n {2}cannot find the linen cupboard$/);
});

test('a program that is not there fails the same way', async () => {
  const spec = { ...(await answering('web')), command: '/nowhere/node' };
  await expect(supervisor.start(spec)).rejects.toThrow(/^web ended while it was starting/);
});

test('a process that never becomes ready is ended', async () => {
  const spec = { ...(await answering('web')), isReady: async () => false, readyTimeoutMs: 300 };
  await expect(supervisor.start(spec)).rejects.toThrow('web was not ready after 0 seconds');
  expect(readState(home)?.processes).toEqual([]);
  expect(await answersHttp(`http://127.0.0.1:${spec.port}/`)).toBe(false);
});

test('a process that ignores SIGTERM is ended by force', async () => {
  await supervisor.start(await answering('stubborn', { STUBBORN: '1' }));
  const pid = pidOf('stubborn');
  await supervisor.stopAll();
  expect(runs(pid)).toBe(false);
  expect(readFileSync(home.file('logs', 'stubborn.log'), 'utf8')).toContain('not now');
});

test('nothing starts once it is stopping', async () => {
  await supervisor.stopAll();
  await expect(supervisor.start(await answering('late'))).rejects.toThrow('late was not started');
});

test('a log that has grown too long is moved aside, and three old ones are kept', () => {
  const file = home.file('logs', 'api.log');
  for (const text of ['first', 'second', 'third', 'fourth', 'fifth']) {
    writeFileSync(file, text);
    rotateLog(file, 4);
  }
  expect([1, 2, 3].map((number) => readFileSync(`${file}.${number}`, 'utf8'))).toEqual(['fifth', 'fourth', 'third']);
});
