import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readConfig } from '../../api/config';
import { requireProductionSettings } from '../../api/production';
import { TEST_KEYS } from '../support/database';

const good: NodeJS.ProcessEnv = {
  NODE_ENV: 'production', CAREWAY_KEYS: `k1:${randomBytes(32).toString('base64')}`, DATABASE_URL: 'mysql://careway:Wq8-vorne-Tulpe-31@db/careway', REDIS_URL: 'redis://:Wq8-hinten-Nelke-31@redis/0',
  TEMPORAL_ADDRESS: 'temporal:7233', CAREWAY_WEB_URL: 'https://careway.hospital.example',
};
const start = (change: NodeJS.ProcessEnv) => {
  const env = { ...good, ...change };
  return () => requireProductionSettings(readConfig(env), env);
};

test('production starts with secrets of its own', () => {
  expect(start({})).not.toThrow();
});

test('a list of roles that was left empty is not one that names nobody', () => {
  expect(readConfig({ ...good, SECOND_FACTOR_ROLES: ' ' }).secondFactorRoles).toEqual(readConfig(good).secondFactorRoles);
});

test.each([
  ['the keys of the tests', { CAREWAY_KEYS: TEST_KEYS }, /key k1 is an example/],
  ['a key of zeros behind a good one', { CAREWAY_KEYS: `${good['CAREWAY_KEYS'] ?? ''},k0:${Buffer.alloc(32).toString('base64')}` }, /key k0 is an example/],
  ['a sentence for a key', { CAREWAY_KEYS: `k1:${Buffer.from('the quick brown fox jumps over it').subarray(0, 32).toString('base64')}` }, /an example or a word/],
  ['no keys', { CAREWAY_KEYS: '' }, /CAREWAY_KEYS is not set/],
  ['a database without a password', { DATABASE_URL: 'mysql://careway@db/careway' }, /DATABASE_URL has no password/],
  ['a password from an example', { DATABASE_URL: 'mysql://careway:changeme@db/careway' }, /DATABASE_URL has no password, or one that stands in examples/],
  ['a queue that anybody can read', { REDIS_URL: 'redis://redis:6379/0' }, /REDIS_URL has no password/],
  ['no queue', { REDIS_URL: undefined }, /REDIS_URL is not set/],
  ['no Temporal', { TEMPORAL_ADDRESS: undefined }, /TEMPORAL_ADDRESS is not set/],
  ['an address without TLS', { CAREWAY_WEB_URL: 'http://careway.hospital.example' }, /must begin with https/],
  ['no address', { CAREWAY_WEB_URL: undefined }, /CAREWAY_WEB_URL is not set/],
])('production does not start with %s', (_, change, sentence) => {
  expect(start(change as NodeJS.ProcessEnv)).toThrow(sentence);
});

test('the API itself says all that is wrong at once, without a value, and ends', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', join(__dirname, '..', '..', 'api', 'main.ts')], {
    encoding: 'utf8', timeout: 60_000, cwd: join(__dirname, '..', '..'), env: { PATH: process.env['PATH'], ...good, CAREWAY_KEYS: TEST_KEYS, DATABASE_URL: 'mysql://careway:hunter2@127.0.0.1:1/careway' },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/CAREWAY_KEYS: key k1[\s\S]*DATABASE_URL/);
  expect(stderr).not.toMatch(/hunter2|BwcHBwcH/);
});
