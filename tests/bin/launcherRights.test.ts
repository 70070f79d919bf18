import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { type Connection } from 'mysql2/promise';
import { connect, parseDatabaseUrl, urlOf } from '../../bin/launcher/servers/database-address';
import { bareEnvironment, ROOT } from './launcherSupport';

// The migrate job against a database of its own, with the two users that the launcher and the production compose file make.
const suffix = randomBytes(4).toString('hex');
const database = `careway_rights_${suffix}`;
const [application, owner] = [`app_${suffix}`, `own_${suffix}`];
const admin = parseDatabaseUrl(process.env['DATABASE_URL'] ?? '', 'DATABASE_URL');
const urls = {
  application: urlOf({ ...admin, name: database, user: application, password: 'app-password' }),
  owner: urlOf({ ...admin, name: database, user: owner, password: 'own-password' }),
};
let root: Connection;
let trusted: unknown;

/** Whether a server with a binary log lets users without SUPER make triggers. Root, as whom other tests migrate, always may. */
const trustTriggers = (value: unknown) => root.query('SET GLOBAL log_bin_trust_function_creators = ?', [value]);

function migrate(token: string) {
  return spawnSync(process.execPath, ['--require', 'tsx/cjs', 'bin/launcher/tasks/migrate.ts'], {
    cwd: ROOT, encoding: 'utf8', env: bareEnvironment({ DATABASE_URL: urls.application, DATABASE_ADMIN_URL: urls.owner, CAREWAY_SERVICE_TOKEN: token }),
  });
}

beforeAll(async () => {
  root = await connect(urlOf(admin));
  const [settings] = await root.query('SELECT @@log_bin_trust_function_creators AS trusted');
  trusted = (settings as { trusted: unknown }[])[0]?.trusted;
  await root.query(`CREATE DATABASE ${database}`);
  await root.query(`CREATE USER ${owner}@'%' IDENTIFIED BY 'own-password'`);
  await root.query(`GRANT ALL PRIVILEGES ON ${database}.* TO ${owner}@'%' WITH GRANT OPTION`);
  await root.query(`GRANT SELECT (User, Host) ON mysql.user TO ${owner}@'%'`);
  await root.query(`CREATE USER ${application}@'%' IDENTIFIED BY 'app-password'`);
  await root.query(`GRANT SELECT, INSERT, EXECUTE, CREATE TEMPORARY TABLES ON ${database}.* TO ${application}@'%'`);
});

afterAll(async () => {
  await root.query(`DROP DATABASE IF EXISTS ${database}`);
  await root.query(`DROP USER IF EXISTS ${owner}@'%', ${application}@'%'`);
  await trustTriggers(trusted);
  await root.end();
});

test('a server that would refuse the triggers is named before anything is made', async () => {
  await trustTriggers(0);
  const [[setting]] = (await root.query('SELECT @@log_bin AS logs')) as unknown as [{ logs: number }[]];
  const { status, stderr } = migrate('a'.repeat(40));
  const [tables] = await root.query('SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?', [database]);
  await trustTriggers(1); // as docker-compose.yml starts MySQL
  if (setting?.logs) expect({ status, stderr, tables }).toEqual({ status: 3, stderr: expect.stringContaining('set log_bin_trust_function_creators=1'), tables: [] });
  else expect(status).toBe(0);
});

test('after migration the application user works everywhere and cannot touch audit or ledger history', async () => {
  const { status, stdout, stderr } = migrate('a'.repeat(40));
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ restricted: true });
  expect(JSON.parse(migrate('a'.repeat(40)).stdout)).toEqual({ applied: [], restricted: true });

  const connection = await connect(urls.application);
  const denied = { code: 'ER_TABLEACCESS_DENIED_ERROR' };
  for (const table of ['audit_events', 'ledger_operations', 'ledger_entries', 'schema_migrations']) {
    await expect(connection.query(`DELETE FROM ${table}`)).rejects.toMatchObject(denied);
    await expect(connection.query(`TRUNCATE ${table}`)).rejects.toMatchObject(denied);
  }
  await expect(connection.query('UPDATE audit_events SET id = id')).rejects.toMatchObject(denied);
  await expect(connection.query('DROP TABLE tasks')).rejects.toMatchObject(denied);
  await connection.query('DELETE FROM tasks');
  await connection.query('UPDATE audit_chains SET chain = chain');
  await connection.query('SELECT * FROM v_ledger');
  await connection.end();
});

test('the token of worker and notifier is on record as a hash, and a new one takes its place', async () => {
  expect(migrate('b'.repeat(40)).status).toBe(0);
  const [rows] = await root.query(`SELECT SHA2(?, 256) = LOWER(HEX(token_hash)) AS matches FROM ${database}.service_tokens`, ['b'.repeat(40)]);
  expect(rows).toEqual([{ matches: 1 }]);
  const short = migrate('changeme');
  expect(short.status).toBe(3);
  expect(short.stderr).toContain('CAREWAY_SERVICE_TOKEN must have at least 32 characters');
});
