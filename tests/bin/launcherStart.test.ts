import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { homeAt } from '../../bin/launcher/home';
import { connect, parseDatabaseUrl, urlOf } from '../../bin/launcher/servers/database-address';
import { statusOf } from '../../bin/launcher/status';
import { freePorts } from '../support/ports';
import { bareEnvironment, ROOT, Running, runs, runToEnd, temporaryHome } from './launcherSupport';

// The whole of `npm start`, on an empty hospital: this run's database server, and a Redis and a Temporal of its own, because a
// second notifier and worker must not take work from other tests' queues.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const admin = parseDatabaseUrl(process.env['DATABASE_URL'] ?? '', 'DATABASE_URL');
const database = urlOf({ ...admin, name: `careway_start_${randomBytes(4).toString('hex')}` });
const folder = temporaryHome();
const tools = join(process.env['CAREWAY_HOME'] ?? ROOT, 'tools');
let environment: NodeJS.ProcessEnv;
let hospital: Running;

beforeAll(async () => {
  environment = bareEnvironment({
    DATABASE_URL: database, CAREWAY_HOME: folder.path, PORT_BASE: String(await freePorts(10)),
    // What this run has fetched need not be fetched again.
    PATH: [join(tools, 'temporal-venv', 'bin'), join(tools, 'temporal-cli'), process.env['PATH']].join(':'),
  });
});

afterAll(async () => {
  hospital.child.kill('SIGTERM');
  await hospital.ended;
  const connection = await connect(urlOf(admin));
  await connection.query(`DROP DATABASE IF EXISTS ${parseDatabaseUrl(database, 'DATABASE_URL').name}`);
  await connection.end();
  folder.remove();
});

/** What `careway status --json` prints, without the time that another process takes. */
const status = () => statusOf(homeAt(folder.path));

async function start(): Promise<void> {
  hospital = Running.start(['bin/launch.js', 'start', '--empty'], environment);
  await hospital.says('Careway is running', 150_000);
}

test('npm start brings up a hospital that people and programs can enter', async () => {
  await start();
  const { ready, urls, processes } = await status();
  expect(ready).toBe(true);
  expect(processes.map(({ name }) => name).sort()).toEqual(['api', 'capture', 'notifier', 'redis', 'temporal', 'web', 'worker']);
  expect((await fetch(`${urls['web']}/login`)).status).toBe(200);

  const logins = JSON.parse(runToEnd([join(ROOT, 'bin', 'careway'), 'logins', '--json'], environment, '/').stdout) as { role: string; username: string; password: string }[];
  const nurse = logins.find(({ role }) => role === 'nurse');
  expect(hospital.stdout).toContain(nurse?.username);
  const session = await fetch(`${urls['api']}/api/v1/session`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'start-test' }, body: JSON.stringify({ username: nurse?.username, password: nurse?.password }),
  });
  expect(session.status).toBe(201);
  expect(await session.json()).toMatchObject({ token: expect.any(String) });
});

test('worker, API and Temporal, killed at once, come back', async () => {
  const killed = ['worker', 'api', 'temporal'];
  const before = (await status()).processes.filter(({ name }) => killed.includes(name));
  for (const { pid } of before) process.kill(pid, 'SIGKILL');
  for (const name of killed) await hospital.says(`${name} is back`, 60_000);
  const after = await status();
  expect(after).toMatchObject({ ready: true, problems: [] });
  expect(after.processes.map(({ name }) => name)).toEqual(expect.arrayContaining(killed));
  expect(after.processes.filter(({ pid }) => before.some((old) => old.pid === pid))).toEqual([]);
});

test('Ctrl-C leaves no process behind, and the next start is warm and finds the same logins', async () => {
  const pids = (await status()).processes.map(({ pid }) => pid);
  const password = /amara\.okafor +(\S+)/.exec(hospital.stdout)?.[1];
  expect(password).toBeDefined();
  hospital.child.kill('SIGINT');
  expect(await hospital.ended).toBe(130);
  expect(pids.filter(runs)).toEqual([]);

  await start();
  expect(hospital.stdout).toContain(password);
  expect(hospital.stderr).toContain('Schema: up to date');
});
