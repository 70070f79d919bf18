import { type Connection, type RowDataPacket } from 'mysql2/promise';

/** What a dump is made of, one JSON object a line, in this order: a table and its rows, the next table …, views and triggers. */
export type DumpLine =
  | { readonly kind: 'table'; readonly table: string; readonly create: string; readonly columns: readonly string[] }
  | { readonly kind: 'rows'; readonly count: number; readonly values: string }
  | { readonly kind: 'after'; readonly views: readonly string[]; readonly triggers: readonly string[] };

/** Characters of one INSERT's values: large enough to be quick, far below the smallest packet a server takes by default. */
const BATCH = 256 * 1024;
const BINARY = /^(binary|varbinary|(tiny|medium|long)?blob|bit)$/;
const READ = { dateStrings: true } as const;

interface Column extends RowDataPacket {
  readonly name: string;
  readonly type: string;
  readonly isGenerated: number;
}

/**
 * Everything of the database this connection uses, as it sees it: in one consistent snapshot when it holds one. Written for MySQL and
 * MariaDB alike with the driver alone, as their own tools are not on every machine. `onTable` hears each table's name and its rows.
 */
export async function* dumpDatabase(connection: Connection, database: string, onTable: (table: string, rows: number) => void): AsyncGenerator<Buffer> {
  const names = await listOf(connection, "SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1", database);
  for (const table of names) {
    const columns = await columnsOf(connection, database, table);
    yield line({ kind: 'table', table, create: await show(connection, 'TABLE', table, 'Create Table'), columns: columns.map(({ name }) => name) });
    let rows = 0;
    for await (const batch of batches(connection, table, columns)) {
      rows += batch.count;
      yield line({ kind: 'rows', ...batch });
    }
    onTable(table, rows);
  }
  yield line({ kind: 'after', views: await viewsOf(connection, database), triggers: await triggersOf(connection, database) });
}

function line(content: DumpLine): Buffer {
  return Buffer.from(`${JSON.stringify(content)}\n`);
}

/** Generated columns are worked out again by the server that restores. */
async function columnsOf(connection: Connection, database: string, table: string): Promise<Column[]> {
  const [rows] = await connection.query<Column[]>(
    `SELECT COLUMN_NAME AS name, DATA_TYPE AS type, COALESCE(GENERATION_EXPRESSION, '') <> '' AS isGenerated FROM information_schema.columns
     WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`, [database, table]);
  return rows.filter(({ isGenerated }) => !Number(isGenerated));
}

async function* batches(connection: Connection, table: string, columns: readonly Column[]): AsyncGenerator<{ count: number; values: string }> {
  const core = (connection as unknown as { connection: import('mysql2').Connection }).connection;
  const isBinary = new Map(columns.map(({ name, type }) => [name, BINARY.test(type)]));
  const sql = connection.format('SELECT ?? FROM ??', [columns.map(({ name }) => name), table]);
  // Values stay the text the server writes: no number is rounded, no time shifted.
  const typeCast = (field: { name: string; string(encoding: string): string | null; buffer(): Buffer | null }) => (isBinary.get(field.name) ? field.buffer() : field.string('utf8'));
  const stream = core.query({ sql, rowsAsArray: true, typeCast }).stream({ highWaterMark: 500 });
  let values: string[] = [];
  let size = 0;
  for await (const row of stream) {
    const text = `(${(row as (string | Buffer | null)[]).map((value) => literal(connection, value)).join(',')})`;
    values.push(text);
    size += text.length;
    if (size < BATCH) continue;
    yield { count: values.length, values: values.join(',') };
    [values, size] = [[], 0];
  }
  if (values.length > 0) yield { count: values.length, values: values.join(',') };
}

function literal(connection: Connection, value: string | Buffer | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return connection.escape(value);
  return value.length === 0 ? "''" : `X'${value.toString('hex')}'`;
}

/** A view comes after those it reads. */
async function viewsOf(connection: Connection, database: string): Promise<string[]> {
  const statements = new Map<string, string>();
  for (const view of await listOf(connection, 'SELECT TABLE_NAME AS name FROM information_schema.views WHERE TABLE_SCHEMA = ? ORDER BY 1', database)) statements.set(view, anybodys(await show(connection, 'VIEW', view, 'Create View'), database));
  const made = new Set<string>();
  const make = (view: string): string[] => {
    if (made.has(view)) return [];
    made.add(view);
    const statement = statements.get(view) ?? '';
    return [...[...statements.keys()].filter((other) => other !== view && statement.includes(`\`${other}\``)).flatMap(make), statement];
  };
  return [...statements.keys()].flatMap(make);
}

/** In the order in which they fire. */
async function triggersOf(connection: Connection, database: string): Promise<string[]> {
  const names = await listOf(connection, 'SELECT TRIGGER_NAME AS name FROM information_schema.triggers WHERE TRIGGER_SCHEMA = ? ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER', database);
  const statements: string[] = [];
  for (const name of names) statements.push(anybodys(await show(connection, 'TRIGGER', name, 'SQL Original Statement'), database));
  return statements;
}

/** Belonging to whoever restores them, in whatever database: the user and the name of this one need not be there. */
function anybodys(statement: string, database: string): string {
  return statement.replace(/ DEFINER=`[^`]*`@`[^`]*`/, '').replaceAll(`\`${database}\`.`, '');
}

async function listOf(connection: Connection, sql: string, database: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, [database]);
  return rows.map((row) => String(row['name']));
}

async function show(connection: Connection, kind: 'TABLE' | 'VIEW' | 'TRIGGER', name: string, column: string): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>({ ...READ, sql: `SHOW CREATE ${kind} ${connection.escapeId(name)}` });
  return String(row?.[column]);
}
