import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { totalsOf } from '../../bin/launcher/vitest';
import { freePorts } from '../support/ports';
import { bareEnvironment, ROOT, Running, runs, runToEnd, temporaryHome } from './launcherSupport';

let folder: ReturnType<typeof temporaryHome>;
beforeEach(() => { folder = temporaryHome(); });
afterEach(() => folder.remove());

const careway = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = '/') => runToEnd([join(ROOT, 'bin', 'careway'), ...args], bareEnvironment({ CAREWAY_HOME: folder.path, ...env }), cwd);
/** The database and Temporal of this test run, so that only Redis has to be started. */
const givenServers = () => ({ DATABASE_URL: process.env['DATABASE_URL'], TEMPORAL_ADDRESS: process.env['TEMPORAL_ADDRESS'] });

/** Ten ports in a row for a hospital of its own. */
const portBase = () => freePorts(10);

function hold(port: number): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(port, '127.0.0.1', () => done(server));
  });
}

test('careway works from any folder, and says what it can do', () => {
  const { code, stdout } = careway(['--help']);
  expect(code).toBe(0);
  for (const command of ['status', 'logins', 'doctor']) expect(stdout).toContain(command);
});

test.each([['an unknown command', ['amputate']], ['an unknown option', ['status', '--purple']]])('%s is wrong usage: exit 2', (_, args) => {
  const { code, stderr, stdout } = careway(args);
  expect(code).toBe(2);
  expect(stderr).toContain('error: unknown');
  expect(stdout).toBe('');
});

test('status of a home where nothing runs has the contract\'s shape and exit code 3', () => {
  const { code, stdout } = careway(['status', '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toEqual({ ready: false, urls: {}, database: null, redis: null, processes: [], problems: [] });
});

test('logins are refused where there is no demonstration', () => {
  const { code, stderr } = careway(['logins', '--json']);
  expect(code).toBe(2);
  expect(stderr).toContain('demonstration hospital only');
});

test('doctor finds a wrong setting, says how to mend it, and exits with 1', () => {
  const { code, stdout } = careway(['doctor', '--json'], { ...givenServers(), REDIS_URL: 'redis://127.0.0.1:1', PORT_BASE: 'x', CAREWAY_KEYS: 'k1:short' });
  expect(code).toBe(1);
  const problems = (JSON.parse(stdout) as { area: string; level: string; mend?: string }[]).filter(({ level }) => level === 'problem');
  expect(problems.map(({ area }) => area).sort()).toEqual(['Ports', 'Redis', 'Secrets']);
  expect(problems.every(({ mend }) => mend)).toBe(true);
});

test('a launcher command that does not exist is wrong usage', () => {
  expect(runToEnd(['bin/launch.js', 'dance'], bareEnvironment()).code).toBe(2);
});

test('a port in use is one sentence that names it, and nothing stays behind', async () => {
  const base = await portBase();
  const holder = await hold(base + 7);
  const { code, stderr } = runToEnd(['bin/launch.js', 'servers', '--home', folder.path, '--port-base', String(base)], bareEnvironment(givenServers()));
  holder.close();
  expect(code).toBe(3);
  expect(stderr).toContain(`✗ Port ${base + 7} (redis) is in use by another program: stop that program, or choose other ports, for instance PORT_BASE=${base + 100}.\n`);
  expect(stderr).not.toContain('    at ');
});

test.each([
  ['DATABASE_URL', 'mysql://nobody:secret@127.0.0.1:1/careway', 'The database at mysql://127.0.0.1:1/careway (from DATABASE_URL) does not answer'],
  ['REDIS_URL', 'redis://127.0.0.1:1', 'Redis at redis://127.0.0.1:1 (from REDIS_URL) does not answer'],
  ['TEMPORAL_ADDRESS', '127.0.0.1:1', 'Temporal at 127.0.0.1:1, namespace default (from TEMPORAL_ADDRESS) does not answer'],
])('%s that leads nowhere is one sentence', (variable, value, sentence) => {
  const given = { ...givenServers(), REDIS_URL: process.env['REDIS_URL'], [variable]: value };
  const { code, stderr } = runToEnd(['bin/launch.js', 'servers', '--home', folder.path], bareEnvironment(given));
  expect(code).toBe(3);
  expect(stderr).toContain(`✗ ${sentence}`);
  expect(stderr).not.toContain('secret');
  expect(stderr).not.toContain('    at ');
});

test('servers: Redis is started privately, survives kill -9, is in careway status, and ends with Ctrl-C', async () => {
  const base = await portBase();
  const launcher = Running.start(['bin/launch.js', 'servers', '--home', folder.path, '--port-base', String(base)], bareEnvironment(givenServers()));
  await launcher.says('The servers are up');
  const status = () => JSON.parse(careway(['status', '--json']).stdout) as { ready: boolean; redis: string; database: { password?: string }; processes: { name: string; pid: number }[] };
  const first = status();
  expect(first).toMatchObject({ ready: true, redis: expect.stringContaining(`127.0.0.1:${base + 7}`), processes: [{ name: 'redis' }] });
  expect(first.database.password).toBeUndefined(); // of a server given by its address, not ours to print
  expect(launcher.stdout).toContain(`export REDIS_URL='redis://:`);

  process.kill(first.processes[0]?.pid ?? -1, 'SIGKILL');
  await launcher.says('redis is back');
  const second = status();
  expect(second.ready).toBe(true);
  expect(second.processes[0]?.pid).not.toBe(first.processes[0]?.pid);

  launcher.child.kill('SIGINT');
  expect(await launcher.ended).toBe(130);
  expect(runs(second.processes[0]?.pid ?? -1)).toBe(false);
  expect(readFileSync(join(folder.path, 'redis', 'redis.conf'), 'utf8')).toContain('appendonly yes');
});

test('npm test refuses the home of a hospital, and leaves it as it is', () => {
  writeFileSync(join(folder.path, 'environment.json'), '{}');
  writeFileSync(join(folder.path, 'secrets.json'), '{"keys":"k1:precious"}');
  const { code, stdout, stderr } = runToEnd(['bin/launch.js', 'test', 'tests/domain/none'], bareEnvironment({ CAREWAY_HOME: folder.path }));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '0 passed, 1 failed\n' });
  expect(stderr).toContain('holds a hospital, and npm test would delete it');
  expect(readFileSync(join(folder.path, 'secrets.json'), 'utf8')).toContain('precious');
});

test.each([
  ['all passed', { numPassedTests: 7, numFailedTests: 0, testResults: [], success: true }, 0, { passed: 7, failed: 0 }],
  ['a failing test', { numPassedTests: 6, numFailedTests: 1, testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }], success: false }, 1, { passed: 6, failed: 1 }],
  ['a suite that could not run', { numPassedTests: 3, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }, { status: 'failed', assertionResults: [{ status: 'skipped' }] }, { status: 'passed', assertionResults: [{ status: 'passed' }] }], success: false }, 1, { passed: 3, failed: 2 }],
  ['Vitest itself failing', { numPassedTests: 3, numFailedTests: 0, testResults: [], success: true }, 1, { passed: 3, failed: 1 }],
])('the closing count after %s', (_, report, code, expected) => {
  const file = join(folder.path, 'vitest.json');
  writeFileSync(file, JSON.stringify(report));
  expect(totalsOf(file, code)).toEqual(expected);
});

test('no report of Vitest is a failure', () => {
  expect(totalsOf(join(folder.path, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 });
});

describe('the compose files', () => {
  const compose = ['docker-compose', 'docker'].find((program) => spawnSync(program, program === 'docker' ? ['compose', 'version'] : ['version']).status === 0);
  const validate = compose ? test : test.skip;
  const check = (file: string, env: NodeJS.ProcessEnv) => spawnSync(compose ?? '', [...(compose === 'docker' ? ['compose'] : []), '-f', join(ROOT, file), 'config', '--quiet'], { env, encoding: 'utf8' });
  /** Every variable a file insists on, with some value. */
  const filled = (file: string) => Object.fromEntries([...readFileSync(join(ROOT, file), 'utf8').matchAll(/\$\{(\w+):\?/g)].map((match) => [match[1] ?? '', '1234']));
  const path = { PATH: process.env['PATH'], HOME: tmpdir() };

  validate.each(['docker-compose.yml', 'bin/launcher/servers/compose.yml'])('%s is valid by the Compose specification (skipped where docker-compose is not installed)', (file) => {
    expect(check(file, { ...path, ...filled(file) })).toMatchObject({ status: 0, stderr: '' });
  });

  validate('production has no default for a secret', () => {
    for (const secret of ['MYSQL_ROOT_PASSWORD', 'CAREWAY_DB_PASSWORD', 'CAREWAY_REDIS_PASSWORD', 'TEMPORAL_DB_PASSWORD', 'CAREWAY_KEYS', 'CAREWAY_SERVICE_TOKEN']) {
      const without = Object.fromEntries(Object.entries(filled('docker-compose.yml')).filter(([name]) => name !== secret));
      const { status, stderr } = check('docker-compose.yml', { ...path, ...without });
      expect(status).not.toBe(0);
      expect(stderr).toContain(`set ${secret}`);
    }
  });
});
