import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { contract } from '../../api/client';
import { writeCheckpoint } from '../../api/services/audit/checkpointWriter';
import { verifyAudit } from '../../api/services/audit/verify';
import { grantApplication } from '../../bin/launcher/tasks/grants';
import { type TestApi, startTestApi } from '../support/api';

const name = `audit_app_${randomBytes(4).toString('hex')}`;
let api: TestApi;
let folder: string;
const query = (sql: string) => api.database.sequelize.query(sql);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-audit-'));
  api = await startTestApi({ env: { AUDIT_CHECKPOINT_DIR: folder } });
  await (await api.as('auditor')).client.call(contract.listAuditEvents, { query: { limit: 1 } });
  await writeCheckpoint({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, folder });
});
afterAll(async () => {
  await query(`DROP USER IF EXISTS ${name}@'%'`);
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the application’s database user adds audit events and reads them, and has no way to change, replace or remove one', async () => {
  const url = new URL(api.databaseUrl);
  const database = url.pathname.slice(1);
  await query(`CREATE USER ${name}@'%' IDENTIFIED BY 'app-password'`);
  await query(`GRANT SELECT, INSERT, EXECUTE, CREATE TEMPORARY TABLES ON ${database}.* TO ${name}@'%'`);
  Object.assign(url, { username: name, password: 'app-password' });
  expect(await grantApplication(api.databaseUrl, url.toString())).toBe(true);
  const connection = await createConnection(url.toString());
  const forbidden = [
    'DELETE FROM audit_events', 'DELETE FROM audit_events WHERE 1 = 0', 'TRUNCATE audit_events', 'DROP TABLE audit_events', 'RENAME TABLE audit_events TO gone',
    "UPDATE audit_events SET action = 'x'", 'ALTER TABLE audit_events ADD COLUMN x INT', 'ALTER TABLE audit_events DROP COLUMN hash',
    'REPLACE INTO audit_events SELECT * FROM audit_events', 'INSERT INTO audit_events SELECT * FROM audit_events ON DUPLICATE KEY UPDATE hash = hash',
    'CREATE TRIGGER t BEFORE INSERT ON audit_events FOR EACH ROW SET NEW.action = 1', 'UPDATE audit_events e JOIN tasks t SET e.hash = 1', 'DELETE e FROM audit_events e JOIN audit_chains c',
    'CREATE TABLE audit_copy LIKE audit_events', 'DROP TABLE audit_chains', `DROP DATABASE ${database}`, `GRANT DELETE ON ${database}.audit_events TO ${name}@'%'`,
  ];
  // A MySQL with a binary log that trusts no one with triggers says so before it looks at the rights on the table.
  const refused = /ACCESS_DENIED|ER_TABLEACCESS_DENIED|ER_DBACCESS_DENIED|ER_SPECIFIC_ACCESS_DENIED|ER_BINLOG_CREATE_ROUTINE_NEED_SUPER/;
  try {
    for (const statement of forbidden) await expect(connection.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(refused) });
    await connection.query('SELECT COUNT(*) FROM audit_events');
  } finally {
    await connection.end();
  }
  expect((await verifyAudit(api.database.sequelize, api.deps.keys, folder)).problems).toEqual([]);
});
