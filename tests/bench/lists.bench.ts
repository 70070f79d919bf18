/**
 * What every list of the API reads at 100,000 open tasks and journeys (JOURNEYS): statements, rows the server examined and its time, by its own slow log with
 * no limit, and each statement that reads a table from end to end, as EXPLAIN says. Counts do not depend on how busy the machine is. `npm run bench -- lists`.
 */
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { contract } from '../../api/client';
import { select } from '../../api/http/act';
import { foldDailyCounts } from '../../api/services/analytics/dailyCounts';
import { foldClaimCounts } from '../../api/services/claims/counts';
import { foldBoardTally } from '../../api/services/journeys/boardTally';
import { foldTally } from '../../api/services/tasks/tally';
import { StaffRole } from '../../db/models';
import { ROLES } from '../../domain/roles';
import { type TestApi, startTestApi } from '../support/api';
import { adminUrl } from '../support/database';
import { boardForms } from './board.bench';
import { fillInbox } from './fillInbox';
import { type FilledJourneys, fillJourneys } from './fillJourneys';

/** A table this small may be read from end to end. */
const SMALL = 2_000;

interface Logged {
  readonly text: string;
  readonly examined: number;
  readonly ms: number;
}

/** The statements of one call, as the server saw them. */
async function statementsOf({ database }: TestApi, call: () => Promise<unknown>): Promise<Logged[]> {
  await database.sequelize.query('TRUNCATE mysql.slow_log');
  await call();
  const rows = await select<{ text: Buffer | string; examined: number; ms: number }>(
    { database, transaction: null }, 'SELECT sql_text AS text, rows_examined AS examined, TIME_TO_SEC(query_time) * 1000 AS ms FROM mysql.slow_log WHERE db = ?', [database.sequelize.getDatabaseName()]);
  return rows.map(({ text, examined, ms }) => ({ text: String(text), examined: Number(examined), ms: Number(ms) })).filter(({ text }) => !text.includes('mysql.slow_log'));
}

/** Tables that a statement reads from end to end, with how many rows the server expects there. */
async function scansOf({ database }: TestApi, { text }: Logged): Promise<string[]> {
  if (!/^\s*\(?SELECT/.test(text)) return [];
  const plan = await select<{ table: string | null; type: string | null; rows: number | null; key: string | null }>({ database, transaction: null }, `EXPLAIN ${text}`);
  return plan.filter(({ type, rows, table }) => (type === 'ALL' || type === 'index') && Number(rows) > SMALL && !table?.startsWith('<')).map(({ table, rows, key }) => `${table ?? '?'} (${rows ?? '?'} rows${key ? ` of ${key}` : ''})`);
}

/** Every statement of connections made from now on, while the log is on. */
async function logAll(): Promise<Connection> {
  const connection = await createConnection(adminUrl() ?? '');
  for (const setting of ["log_output = 'TABLE'", 'long_query_time = 0']) await connection.query(`SET GLOBAL ${setting}`);
  return connection;
}

/** One of each: a journey with a claim, and an open task. */
async function idsOf({ database }: TestApi, { encounterId, wardId, payerId }: FilledJourneys): Promise<Record<string, string | undefined>> {
  const one = async (sql: string) => (await select<{ id: string }>({ database, transaction: null }, sql, { encounterId }))[0]?.id;
  return {
    encounterId, journeyId: encounterId, wardId, payerId, taskId: await one('SELECT id FROM tasks WHERE is_open = 1 LIMIT 1'),
    patientId: await one('SELECT patient_id AS id FROM encounters WHERE id = :encounterId'), claimId: await one('SELECT id FROM claims WHERE encounter_id = :encounterId'),
    accountId: await one('SELECT account_id AS id FROM claims WHERE encounter_id = :encounterId'),
  };
}

/** What is logged is settled when a connection opens: those of before are ended, and the pools open others. */
async function connectAnew(settings: Connection, name: string): Promise<void> {
  const [open] = await settings.query<RowDataPacket[]>('SELECT id FROM information_schema.processlist WHERE db = ?', [name]);
  for (const { id } of open) await settings.query(`KILL ${Number(id)}`);
}

async function main(): Promise<void> {
  const settings = await logAll();
  const api = await startTestApi();
  const { sequelize } = api.database;
  try {
    const inbox = await fillInbox(api.database);
    const filled = await fillJourneys(api.database, inbox, Number(process.env['JOURNEYS'] ?? 100_000));
    for (const fold of [foldTally, foldBoardTally, foldDailyCounts, foldClaimCounts]) while ((await fold(api.database)) > 0);
    await sequelize.query('ANALYZE TABLE tasks, patients, patient_search_tokens, journeys, claims, encounters, encounter_locations, beds');
    const { client, id } = await api.as('administrator', 'privacy-officer');
    const others = ROLES.filter((role) => !['patient', 'service', 'administrator', 'privacy-officer'].includes(role));
    await StaffRole.bulkCreate(others.map((role) => ({ userId: id, role })));
    const wardId = inbox.wardIds[3] ?? '';
    const tasks = (query: object) => () => client.call(contract.listTasks, { query: { scope: 'all', limit: 50, ...query } as never });
    const forms: Record<string, () => Promise<unknown>> = {
      'inbox': tasks({}), 'inbox, ward': tasks({ wardId }), 'inbox, name': tasks({ q: 'Pember' }), 'inbox, count': tasks({ count: 'true' }), 'inbox, ward, name, count': tasks({ wardId, q: 'Pember', count: 'true' }),
      ...Object.fromEntries(['priority', 'newest', 'holder', 'bed', 'acuity'].map((sort) => [`inbox by ${sort}`, tasks({ sort })])),
      ...Object.fromEntries(Object.entries(boardForms(client, filled)).map(([name, call]) => [`board, ${name}`, call])),
      'board, ward, name, count': () => client.call(contract.listJourneys, { query: { status: 'running', limit: 50, wardId, q: 'Pember', count: 'true' } }),
    };
    const ids = await idsOf(api, filled);
    for (const endpoint of Object.values(contract)) {
      const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const params = Object.fromEntries(names.map((name) => [name, ids[name]]));
      if (endpoint.method === 'get' && names.every((name) => ids[name] !== undefined)) forms[endpoint.id] = () => client.call(endpoint as typeof contract.readTask, { params: params as never });
    }
    await settings.query('SET GLOBAL slow_query_log = 1');
    await connectAnew(settings, sequelize.getDatabaseName());
    for (const [what, call] of Object.entries(forms)) {
      try {
        await call();
        const statements = await statementsOf(api, call);
        const scans = (await Promise.all(statements.map((statement) => scansOf(api, statement)))).flat();
        const sum = (of: (one: Logged) => number) => Math.round(statements.reduce((all, one) => all + of(one), 0) * 10) / 10;
        console.log(JSON.stringify({ what, statements: statements.length, examined: sum(({ examined }) => examined), ms: sum(({ ms }) => ms), ...(scans.length > 0 ? { scans } : {}), ...(process.env['STATEMENTS'] ? { texts: statements.filter(({ examined }) => examined > 500) } : {}) }));
      } catch (error) {
        console.log(JSON.stringify({ what, refused: (error as Error).message.slice(0, 160) }));
      }
    }
  } finally {
    await settings.end();
    await api.stop();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
