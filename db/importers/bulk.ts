import { type Connection as CallbackConnection } from 'mysql2';
import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { type Transaction } from 'sequelize';

/** What a column can be given here: text, a whole number, sealed bytes, nothing. Times go as "YYYY-MM-DD HH:MM:SS.mmm" in UTC. */
export type SqlValue = string | number | Buffer | null;

/** Below every server's default packet limit (16 MiB), with room for the text form of sealed bytes. */
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_ROWS = 1_000;

/**
 * Many rows at a time over one connection, without a model for each: an import is hundreds of thousands of rows, and
 * building instances for them costs more than the server does. Table and column names come from this code only.
 */
export class BulkConnection {
  private constructor(private readonly connection: Connection) {}

  /** The connection a Sequelize transaction runs on, so that both see the same uncommitted rows. */
  static of(transaction: Transaction): BulkConnection {
    // Sequelize keeps it on the transaction without declaring it.
    const { connection } = transaction as unknown as { connection: CallbackConnection };
    return new BulkConnection(connection.promise());
  }

  async select<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(sql, values as unknown[]);
    return rows as T[];
  }

  async execute(sql: string, values: readonly unknown[] = []): Promise<void> {
    await this.connection.query(sql, values as unknown[]);
  }

  /** Insert rows, all columns of each. Anything the table refuses is an error: nothing is cut, ignored or replaced. */
  async insert(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): Promise<void> {
    for (const part of inPackets(rows)) {
      await this.connection.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?`, [part]);
    }
  }

  /** Which of these values `column` of an imported row has already. */
  async existing(table: string, column: 'source_id' | 'source_key', source: string, values: readonly string[]): Promise<Set<string>> {
    if (values.length === 0) return new Set();
    const rows = await this.select<{ value: string }>(`SELECT ${column} AS value FROM ${table} WHERE source = ? AND ${column} IN (?)`, [source, [...values]]);
    return new Set(rows.map((row) => row.value));
  }
}

function* inPackets(rows: readonly (readonly SqlValue[])[]): Generator<(readonly SqlValue[])[]> {
  let part: (readonly SqlValue[])[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = row.reduce<number>((sum, value) => sum + (Buffer.isBuffer(value) ? value.length * 2 : typeof value === 'string' ? value.length * 2 : 8), 0);
    if (part.length > 0 && (part.length >= MOST_ROWS || bytes + size > MOST_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
