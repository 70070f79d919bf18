import { type Database } from '../../../db/connect';
import { send, type WriteResult } from '../../../db/statement';
import { type Act } from '../../http/act';

/** The series of numbers people and payers see. */
export const SERIES = {
  account: { prefix: 'A', digits: 8, atOnce: 20 },
  claim: { prefix: 'C', digits: 8, atOnce: 20 },
  authorization: { prefix: 'AU', digits: 8, atOnce: 20 },
  invoice: { prefix: 'INV-', digits: 8 },
  'access-review': { prefix: 'AR-', digits: 6 },
  breach: { prefix: 'BR-', digits: 6 },
  'safety-event': { prefix: 'SE-', digits: 6 },
} as const satisfies Readonly<Record<string, Format>>;
export type Series = keyof typeof SERIES;

interface Format {
  readonly prefix: string;
  readonly digits: number;
  /** Every admission and every claim needs one: a process takes so many at once. Without it no number may be missing, as of invoices and of what a privacy officer keeps. */
  readonly atOnce?: number;
}

/** ISA13: unique, at most nine digits, and free to leave some out. All payers' interchanges share the series. */
const CONTROL_SERIES = 'interchange-control';
const CONTROL_NUMBERS_AT_ONCE = 50;

type Where = Pick<Act, 'database' | 'transaction'>;

/** The next number of a series as people write it: "C00000042". None comes twice. */
export async function nextNumber(act: Where, series: Series): Promise<string> {
  const { prefix, digits, atOnce }: Format = SERIES[series];
  const value = atOnce ? await nextOfBlock(act.database, series, atOnce) : await take(act, series, 1);
  return prefix + String(value).padStart(digits, '0');
}

/** The control number of an interchange; none comes twice. */
export function nextControlNumber({ database }: Pick<Act, 'database'>): Promise<number> {
  return nextOfBlock(database, CONTROL_SERIES, CONTROL_NUMBERS_AT_ONCE);
}

/** The first of the next values of a series, from 1. Within a transaction the series' row stays locked until that ends: take it late. */
async function take({ database, transaction }: Where, series: string, count: number): Promise<number> {
  // The server says in its answer what `LAST_INSERT_ID` was told, so that a value is taken and heard in one statement; of a row that was not there before it says 0.
  const { insertId } = await send<WriteResult>(
    database.sequelize, transaction, 'INSERT INTO number_sequences (name, next_value) VALUES (?, ?) ON DUPLICATE KEY UPDATE next_value = LAST_INSERT_ID(next_value) + ?', [series, 1 + count, count]);
  return Number(insertId) || 1;
}

interface Block {
  next: number;
  end: number;
  /** Somebody fetches the next one. */
  fetching: Promise<void> | null;
}
const blocks = new WeakMap<Database, Map<string, Block>>();

/**
 * The next value of those that this process has taken, outside of any transaction: whoever needed one waited for the end of whatever act had taken the last. What is taken
 * back, or left when the process ends, is left out.
 */
async function nextOfBlock(database: Database, series: string, atOnce: number): Promise<number> {
  const block = blockOf(database, series);
  while (block.next >= block.end) {
    block.fetching ??= take({ database, transaction: null }, series, atOnce)
      .then((first) => void Object.assign(block, { next: first, end: first + atOnce }))
      .finally(() => (block.fetching = null));
    await block.fetching;
  }
  return block.next++;
}

function blockOf(database: Database, series: string): Block {
  const ofDatabase = blocks.get(database) ?? new Map<string, Block>();
  blocks.set(database, ofDatabase);
  const block = ofDatabase.get(series) ?? { next: 0, end: 0, fetching: null };
  ofDatabase.set(series, block);
  return block;
}
