import { type Connection, type RowDataPacket } from 'mysql2/promise';

/** The statements that make a database again in an empty one: its tables, the rows migrations put into them, its views and triggers. */
export async function describeDatabase(connection: Connection, name: string): Promise<string[]> {
  await connection.changeUser({ database: name }); // names of its own database are then not written out
  const rows = async (sql: string, values: unknown[] = []) => (await connection.query<RowDataPacket[]>({ sql, values, dateStrings: true }))[0];
  const names = async (what: string, table: string, and = '') => (await rows(`SELECT ${what} AS name FROM information_schema.${table} WHERE ${table === 'TRIGGERS' ? 'TRIGGER' : 'TABLE'}_SCHEMA = ? ${and} ORDER BY 1`, [name])).map((row) => String(row['name']));
  const show = async (kind: 'TABLE' | 'VIEW' | 'TRIGGER', of: string, column: string) => String((await rows(`SHOW CREATE ${kind} ${connection.escapeId(of)}`))[0]?.[column]);

  const tables = await names('TABLE_NAME', 'TABLES', "AND TABLE_TYPE = 'BASE TABLE'");
  const statements: string[] = [];
  for (const table of tables) statements.push(await show('TABLE', table, 'Create Table'));
  for (const table of tables) {
    const columns = await names('COLUMN_NAME', 'COLUMNS', `AND TABLE_NAME = ${connection.escape(table)} AND EXTRA NOT LIKE '%GENERATED'`);
    const kept = await rows(`SELECT ${columns.map((column) => connection.escapeId(column)).join(', ')} FROM ${connection.escapeId(table)}`);
    if (kept.length > 0) statements.push(connection.format('INSERT INTO ?? (??) VALUES ?', [table, columns, kept.map((row) => columns.map((column) => row[column] as unknown))]));
  }
  const views = new Map<string, string>();
  for (const view of await names('TABLE_NAME', 'VIEWS')) views.set(view, await show('VIEW', view, 'Create View'));
  statements.push(...inOrder(views));
  for (const trigger of await names('TRIGGER_NAME', 'TRIGGERS')) statements.push(await show('TRIGGER', trigger, 'SQL Original Statement'));
  return statements;
}

/** A view comes after those it reads. */
function inOrder(views: ReadonlyMap<string, string>): string[] {
  const made = new Set<string>();
  const make = (view: string): string[] => {
    if (made.has(view)) return [];
    made.add(view);
    const statement = views.get(view) ?? '';
    return [...[...views.keys()].filter((other) => other !== view && statement.includes(`\`${other}\``)).flatMap(make), statement];
  };
  return [...views.keys()].flatMap(make);
}
