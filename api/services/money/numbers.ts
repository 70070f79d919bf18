import { type Database } from '../../../db/connect';
import { send, type WriteResult } from '../../../db/statement';
import { type Act } from '../../http/act';

/** The series of numbers people and payers see. */
export const SERIES = {
  account: { prefix: 'A', digits: 8 },
  claim: { prefix: 'C', digits: 8 },
  authorization: { prefix: 'AU', digits: 8 },
  invoice: { prefix: 'INV-', digits: 8 },
  'access-review': { prefix: 'AR-', digits: 6 },
  breach: { prefix: 'BR-', digits: 6 },
  'safety-event': { prefix: 'SE-', digits: 6 },
} as const;
export type Series = keyof typeof SERIES;

/**
 * The next value of a series, from 1; no value comes twice. The series' row stays locked until the transaction ends: take it late. The server says in its answer
 * what `LAST_INSERT_ID` was told, so the value is taken and heard in one statement; of a row that was not there before it says 0.
 */
export async function nextValue({ database, transaction }: Pick<Act, 'database' | 'transaction'>, series: Series): Promise<number> {
  const { insertId } = await send<WriteResult>(
    database.sequelize, transaction, 'INSERT INTO number_sequences (name, next_value) VALUES (?, 2) ON DUPLICATE KEY UPDATE next_value = LAST_INSERT_ID(next_value) + 1', [series]);
  return Number(insertId) || 1;
}

/** The same as people write it: "C00000042". */
export async function nextNumber(act: Act, series: Series): Promise<string> {
  const { prefix, digits } = SERIES[series];
  return prefix + String(await nextValue(act, series)).padStart(digits, '0');
}

/** ISA13: unique, at most nine digits, and free to leave some out. */
const CONTROL_SERIES = 'interchange-control';
const CONTROL_NUMBERS_AT_ONCE = 50;

interface Block {
  next: number;
  readonly end: number;
}
const blocks = new WeakMap<Database, Block>();
const fetching = new WeakMap<Database, Promise<void>>();

/**
 * The control number of an interchange; none comes twice. All payers' interchanges share the series, so nobody holds its row for the length of a transaction: a
 * process takes some at once, outside of any, and what is taken back, or left when it ends, is left out.
 */
export async function nextControlNumber({ database }: Pick<Act, 'database'>): Promise<number> {
  for (;;) {
    const block = blocks.get(database);
    if (block && block.next < block.end) return block.next++;
    const fetch = fetching.get(database) ?? takeBlock(database).finally(() => fetching.delete(database));
    fetching.set(database, fetch);
    await fetch;
  }
}

async function takeBlock(database: Database): Promise<void> {
  const { insertId } = await send<WriteResult>(
    database.sequelize, null, 'INSERT INTO number_sequences (name, next_value) VALUES (?, ?) ON DUPLICATE KEY UPDATE next_value = LAST_INSERT_ID(next_value) + ?',
    [CONTROL_SERIES, 1 + CONTROL_NUMBERS_AT_ONCE, CONTROL_NUMBERS_AT_ONCE]);
  const first = Number(insertId) || 1;
  blocks.set(database, { next: first, end: first + CONTROL_NUMBERS_AT_ONCE });
}
