import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeAt, openHome, secretsOf, wipeHome } from '../../bin/launcher/home';
import { markOf } from '../../bin/launcher/liveness';
import { clearLeftovers, readState, takeHome } from '../../bin/launcher/state';
import { statusOf } from '../../bin/launcher/status';
import { freePort } from '../support/ports';
import { bareEnvironment, Running, runs, temporaryHome } from './launcherSupport';

let folder: ReturnType<typeof temporaryHome>;
beforeEach(() => { folder = temporaryHome(); });
afterEach(() => folder.remove());

async function holdHome(): Promise<{ launcher: Running; port: number }> {
  const port = await freePort();
  const launcher = Running.start(['--require', 'tsx/cjs', 'tests/bin/fixtures/holdHome.ts', folder.path, String(port)], bareEnvironment());
  await launcher.says('up');
  return { launcher, port };
}

const supervisedPid = () => readState(homeAt(folder.path))?.processes[0]?.pid ?? -1;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends everything and leaves the home free', async (signal) => {
  const { launcher } = await holdHome();
  const pid = supervisedPid();
  expect(runs(pid)).toBe(true);
  launcher.child.kill(signal);
  expect(await launcher.ended).toBe(signal === 'SIGINT' ? 130 : 143);
  expect(runs(pid)).toBe(false);
  expect(launcher.stderr).toContain('nothing of Careway is running');
  expect(existsSync(join(folder.path, 'state.json'))).toBe(false);
  expect(existsSync(join(folder.path, 'launcher.lock'))).toBe(false);
});

test('a second launcher is told where the first one runs, and changes nothing', async () => {
  const { launcher, port } = await holdHome();
  const pid = supervisedPid();
  const second = Running.start(['--require', 'tsx/cjs', 'tests/bin/fixtures/holdHome.ts', folder.path, String(await freePort())], bareEnvironment());
  expect(await second.ended).toBe(1);
  expect(second.stderr).toContain(`Careway is already running at http://127.0.0.1:${port} (process ${launcher.child.pid}`);
  expect(runs(pid)).toBe(true);
  launcher.child.kill('SIGTERM');
  await launcher.ended;
});

test('what a killed launcher left behind is ended by the next one', async () => {
  const { launcher } = await holdHome();
  const left = supervisedPid();
  launcher.child.kill('SIGKILL');
  await launcher.ended;
  expect(runs(left)).toBe(true);
  expect((await statusOf(homeAt(folder.path))).problems).toEqual([expect.stringContaining(`answering (${left})`)]);

  const { launcher: next } = await holdHome();
  expect(runs(left)).toBe(false);
  expect(next.stderr).toContain('Ended what an earlier run had left: answering');
  next.child.kill('SIGTERM');
  await next.ended;
});

test('a process that only has the number of a recorded one is left alone', async () => {
  const home = homeAt(folder.path);
  openHome(home);
  const bystander = Running.start(['-e', 'setInterval(() => {}, 1000)'], bareEnvironment());
  const pid = bystander.child.pid ?? -1;
  writeFileSync(home.file('state.json'), JSON.stringify({ mode: 'start', launcher: { pid: 1, started: 'long ago' }, processes: [{ name: 'api', pid, started: 'long ago' }] }));
  expect(await clearLeftovers(home)).toEqual([]);
  expect(runs(pid)).toBe(true);
  bystander.child.kill('SIGKILL');
  await bystander.ended;
});

test('of two launchers that start together one gets the home, and a dead one does not hold it', () => {
  const home = homeAt(folder.path);
  openHome(home);
  const mark = markOf(process.pid);
  if (!mark) throw new Error('no mark of this process');
  writeFileSync(home.file('launcher.lock'), JSON.stringify({ pid: mark.pid, started: 'before the reboot' }));
  expect(takeHome(home, mark)).toBe(true);
  expect(takeHome(home, mark)).toBe(false);
});

test('secrets are made once, for the owner only', () => {
  const home = homeAt(folder.path);
  openHome(home);
  const secrets = secretsOf(home);
  expect(Buffer.from(secrets.keys.replace('k1:', ''), 'base64')).toHaveLength(32);
  expect(secretsOf(home)).toEqual(secrets);
  expect(statSync(home.file('secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(home.path).mode & 0o777).toBe(0o700);
});

test('an upgrade adds the secrets it needs and keeps the others', () => {
  const home = homeAt(folder.path);
  openHome(home);
  writeFileSync(home.file('secrets.json'), JSON.stringify({ keys: 'k1:kept' }));
  expect(secretsOf(home)).toMatchObject({ keys: 'k1:kept', redisPassword: expect.any(String) });
  expect(JSON.parse(readFileSync(home.file('secrets.json'), 'utf8'))).toMatchObject({ keys: 'k1:kept', redisPassword: expect.any(String) });
});

test('--fresh wipes data and keeps downloaded tools, but never a folder that is not ours', () => {
  const home = homeAt(folder.path);
  openHome(home);
  secretsOf(home);
  mkdirSync(home.file('mysql'));
  writeFileSync(home.file('tools', 'temporal'), 'big');
  wipeHome(home);
  expect(existsSync(home.file('mysql'))).toBe(false);
  expect(existsSync(home.file('secrets.json'))).toBe(false);
  expect(existsSync(home.file('tools', 'temporal'))).toBe(true);

  writeFileSync(home.file('thesis.odt'), 'years of work');
  expect(() => wipeHome(home)).toThrow(/does not look like a Careway data folder/);
  expect(existsSync(home.file('thesis.odt'))).toBe(true);
});
