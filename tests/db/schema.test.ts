import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { adminUrl, makeDatabase } from '../support/database';
import { describeDatabase } from '../support/schema/describe';
import { keptSchema } from '../support/schema/keep';

const made: Awaited<ReturnType<typeof makeDatabase>>[] = [];
let connection: Connection;
beforeAll(async () => {
  connection = await createConnection(adminUrl() ?? '');
});
afterAll(async () => {
  await connection.end();
  for (const database of made) await database.drop();
});

async function make(schema: readonly string[] | null): Promise<string> {
  const database = await makeDatabase(schema);
  made.push(database);
  return database.name;
}

/** Everything the server knows of a schema, but for its name, its times and its guesses; where numbering goes on is in the statements. */
const KNOWN = ['TABLES', 'COLUMNS', 'STATISTICS', 'TABLE_CONSTRAINTS', 'REFERENTIAL_CONSTRAINTS', 'KEY_COLUMN_USAGE', 'CHECK_CONSTRAINTS', 'TRIGGERS', 'VIEWS', 'ROUTINES', 'EVENTS'];
const PASSING = /^(AUTO_INCREMENT|CREATE_TIME|CREATED|UPDATE_TIME|CHECK_TIME|LAST_ALTERED|LAST_EXECUTED|CARDINALITY|TABLE_ROWS|AVG_ROW_LENGTH|DATA_LENGTH|INDEX_LENGTH|DATA_FREE)$/;

test('a copied database is the one the migrations make: tables, keys, checks, generated columns, triggers, views, rows', async () => {
  const [migrated, copied] = [await make(null), await make(keptSchema() ?? [])];
  const known = async (name: string) => Object.fromEntries(await Promise.all(KNOWN.map(async (table) => {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM information_schema.${table} WHERE ${{ TRIGGERS: 'TRIGGER', ROUTINES: 'ROUTINE', EVENTS: 'EVENT', TABLES: 'TABLE', COLUMNS: 'TABLE', STATISTICS: 'TABLE', VIEWS: 'TABLE' }[table] ?? 'CONSTRAINT'}_SCHEMA = ?`, [name]);
    const lines = rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !PASSING.test(column))).replaceAll(name, 'it'));
    return [table, lines.sort()] as const;
  })));
  const [of, its] = [await known(migrated), await known(copied)];
  for (const table of KNOWN) expect([table, its[table]]).toEqual([table, of[table]]);
  expect(of['TABLES']?.length).toBeGreaterThan(100);
  expect(of['REFERENTIAL_CONSTRAINTS']?.length).toBeGreaterThan(100);
  // MySQL writes a column's character set out again where it was written once.
  const statements = async (name: string) => (await describeDatabase(connection, name)).map((statement) => statement.replaceAll(/CHARACTER SET \w+ COLLATE/g, 'COLLATE'));
  expect(await statements(copied)).toEqual(await statements(migrated));
}, 240_000);
