import { type z } from 'zod';
import { type exchangeContract } from '../../contract/exchange';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';

type Query = z.output<typeof exchangeContract.listExchangeFiles.query>;
type Files = z.input<typeof exchangeContract.listExchangeFiles.reply>;

interface Row {
  readonly id: string;
  readonly kinds: string | null;
  readonly bytes: number;
  readonly state: 'taken-in' | 'failed';
  readonly problem: string | null;
  readonly receivedAt: Date;
}

/** Files of payers, newest first. */
export async function listExchangeFiles(act: Act, { cursor, limit, state }: Query): Promise<Files> {
  const after = decodeCursor(cursor, 2);
  const rows = await select<Row>(
    act,
    `SELECT id, kinds, bytes, state, problem, received_at AS receivedAt FROM exchange_files
     WHERE ${state ? 'state = :state' : '1 = 1'} ${after ? 'AND (received_at < :at OR (received_at = :at AND id < :id))' : ''} ORDER BY received_at DESC, id DESC LIMIT ${limit + 1}`,
    { state: state ?? null, at: after ? new Date(String(after[0])) : null, id: after?.[1] ?? null },
  );
  const page = pageOf(rows, limit, (row) => [row.receivedAt.toISOString(), row.id]);
  return { items: page.items.map(({ kinds, receivedAt, bytes, ...row }) => ({ ...row, bytes: Number(bytes), kinds: kinds === null ? [] : kinds.split(', '), receivedAt: receivedAt.toISOString() })), nextCursor: page.nextCursor, total: null };
}
