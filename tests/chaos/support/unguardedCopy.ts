import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { describeDatabase } from '../../support/schema/describe';
import { makeDatabase } from '../../support/database';

/** What a repeated row differs in; null is NULL. `{ sql }` is computed. */
export type Differences = Readonly<Record<string, string | number | null | { readonly sql: string }>>;

/** A step of planting: a statement, or a row that is there once more, but for what differs. */
export type PlantStep = string | { readonly repeat: string; readonly where?: string; readonly but: Differences };

/**
 * The rows and views of a record without what guards it: no key, no foreign key, no check, no trigger. In it everything that the
 * database itself would refuse can be planted, to see who else would notice.
 */
export class UnguardedCopy {
  private constructor(readonly connection: Connection, private readonly drop: () => Promise<void>) {}

  static async of(url: string): Promise<UnguardedCopy> {
    const source = new URL(url).pathname.slice(1);
    const { url: copyUrl, name, drop } = await makeDatabase([]);
    const connection = await createConnection(copyUrl);
    const [tables] = await connection.query<RowDataPacket[]>("SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'", [source]);
    for (const { name: table } of tables) await connection.query('CREATE TABLE ?? AS SELECT * FROM ??', [`${name}.${String(table)}`, `${source}.${String(table)}`]);
    const views = (await describeDatabase(connection, source)).filter((statement) => /^CREATE[^(]* VIEW /.test(statement));
    await connection.changeUser({ database: name });
    for (const view of views) await connection.query(view);
    return new UnguardedCopy(connection, drop);
  }

  /** Plant, look, and take it all back. */
  async planted<T>(steps: readonly PlantStep[], look: (connection: Connection) => Promise<T>): Promise<T> {
    await this.connection.beginTransaction();
    try {
      for (const step of steps) await (typeof step === 'string' ? this.change(step) : this.repeat(step));
      return await look(this.connection);
    } finally {
      await this.connection.rollback();
    }
  }

  async stop(): Promise<void> {
    await this.connection.end();
    await this.drop();
  }

  private async repeat({ repeat: table, where = 'TRUE', but }: Exclude<PlantStep, string>): Promise<void> {
    const [columns] = await this.connection.query<RowDataPacket[]>('SHOW COLUMNS FROM ??', [table]);
    const names = columns.map((column) => String(column['Field']));
    const values = names.map((name) => {
      const other = but[name];
      if (other === undefined) return this.connection.escapeId(name);
      return typeof other === 'object' && other !== null ? `(${other.sql})` : this.connection.escape(other);
    });
    await this.change(`INSERT INTO ${table} (${names.map((name) => this.connection.escapeId(name)).join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE ${where} LIMIT 1`);
  }

  private async change(statement: string): Promise<void> {
    const [result] = await this.connection.query(statement);
    if ((result as { affectedRows: number }).affectedRows === 0) throw new Error(`Nothing was planted by: ${statement}`);
  }
}
