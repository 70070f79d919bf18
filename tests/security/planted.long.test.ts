import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// `npm run security` is only worth something when it fails on what it is there for. The tools may have to be fetched first.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const ROOT = join(__dirname, '..', '..');
const ROOMS = ['api', 'web', 'notifications', 'activities', 'workflows', 'domain', 'db', 'interop', 'keys', 'telemetry', 'bin'];
let checkout: string;

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'careway-planted-'));
  for (const room of ROOMS) cpSync(join(ROOT, room), join(checkout, room), { recursive: true });
  git('init', '--quiet');
  commit('Everything as it is');
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@careway.example', ...args], { cwd: checkout, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}
function look(...looks: string[]): { status: number | null; last: string } {
  const { status, stdout, stderr } = spawnSync('bash', [join(ROOT, 'tests', 'security', 'run.sh'), ...looks], { env: { ...process.env, LOOK_AT: checkout }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, last: stdout.trim().split('\n').at(-1) ?? stderr };
}

test('finds nothing where nothing is planted, and says so in one line', () => {
  expect(look('sources', 'leaks')).toEqual({ status: 0, last: expect.stringMatching(/^6 passed, 0 failed \(\d+ min \d+ s\)$/) });
});

test('a breach of a rule makes it fail and names the look that found it', () => {
  const file = join(checkout, 'api', 'services', 'planted.ts');
  writeFileSync(file, 'export const find = (act, query) => select(act, `SELECT id FROM tasks ORDER BY ${query.sort}`);\n');
  expect(look('sources')).toEqual({ status: 1, last: expect.stringMatching(/^2 passed, 1 failed: semgrep: the sources \(/) });
  rmSync(file);
});

test('a secret makes it fail also when a later commit took it away', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const file = join(checkout, 'keys', 'planted.ts');
  appendFileSync(file, `export const KEY = \`${privateKey}\`;\n`);
  commit('A key');
  rmSync(file);
  commit('No key');
  expect(look('leaks')).toEqual({ status: 1, last: expect.stringMatching(/^2 passed, 1 failed: gitleaks: no secret in the history \(/) });
});

test('an unknown look is an error, not a pass', () => {
  expect(look('everything').status).toBe(2);
});
