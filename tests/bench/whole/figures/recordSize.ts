import { QueryTypes } from 'sequelize';
import { type Database } from '../../../../db/connect';

/** What the record takes for one journey from admission to its end: rows, indexes, trail, messages and stored replies, in bytes. */
export interface RecordSize {
  readonly all: number;
  /** Journeys played while it was measured. Tables grow by pages and runs of pages, so that few journeys say little. */
  readonly journeys: number;
  /** The tables that take most, the largest first. */
  readonly tables: Readonly<Record<string, number>>;
}

const SHOWN = 15;

/** Adds up what played journeys add to each table; what is filled in between does not count. */
export class RecordGrowth {
  private readonly added = new Map<string, number>();
  private journeys = 0;

  constructor(private readonly database: Database) {}

  /** Play journeys and see how much the record has grown by them. */
  async during<T>(journeys: number, play: () => Promise<T>): Promise<T> {
    const before = await bytesByTable(this.database);
    const result = await play();
    for (const [table, bytes] of await bytesByTable(this.database)) this.added.set(table, (this.added.get(table) ?? 0) + bytes - (before.get(table) ?? 0));
    this.journeys += journeys;
    return result;
  }

  perJourney(): RecordSize {
    const each = (bytes: number): number => Math.round(bytes / Math.max(1, this.journeys));
    const largest = [...this.added].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
    return { all: each([...this.added.values()].reduce((sum, bytes) => sum + bytes, 0)), journeys: this.journeys, tables: Object.fromEntries(largest.map(([table, bytes]) => [table, each(bytes)])) };
  }
}

/** Data and indexes of each table, counted anew. */
async function bytesByTable({ sequelize }: Database): Promise<Map<string, number>> {
  const tables = await sequelize.query<{ name: string }>("SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'", { type: QueryTypes.SELECT });
  await sequelize.query(`ANALYZE TABLE ${tables.map(({ name }) => `\`${name}\``).join(', ')}`);
  const rows = await sequelize.query<{ name: string; bytes: number }>("SELECT TABLE_NAME AS name, DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'", { type: QueryTypes.SELECT });
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}
