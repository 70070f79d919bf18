import { type Act, execute, selectOne } from '../../http/act';
import { stillThere } from '../../http/stillThere';

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
 * The next value of a series, from 1; no value comes twice. The series' row stays locked until the transaction ends: take it late.
 */
export async function nextValue(act: Act, series: Series): Promise<number> {
  await execute(act, 'INSERT INTO number_sequences (name, next_value) VALUES (?, 2) ON DUPLICATE KEY UPDATE next_value = next_value + 1', [series]);
  const row = await selectOne<{ taken: number }>(act, 'SELECT next_value - 1 AS taken FROM number_sequences WHERE name = ?', [series]);
  return Number(stillThere(row, `series ${series}`).taken);
}

/** The same as people write it: "C00000042". */
export async function nextNumber(act: Act, series: Series): Promise<string> {
  const { prefix, digits } = SERIES[series];
  return prefix + String(await nextValue(act, series)).padStart(digits, '0');
}
