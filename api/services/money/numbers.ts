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
  /** ISA13, at most nine digits. */
  'interchange-control': { prefix: '', digits: 0 },
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
