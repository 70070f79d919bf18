import { type z } from 'zod';
import { type remittancesContract } from '../../contract/remittances';
import { type Act } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { countAnswers, searchOf, selectAnswers, sortOf } from './answerRows';

const WAITING = "x.state IN ('unmatched', 'unbalanced')";
const STATES = {
  waiting: WAITING, unmatched: "x.state = 'unmatched'", unbalanced: "x.state = 'unbalanced'", posted: "x.state = 'posted'", ignored: "x.state = 'ignored'", all: '1 = 1',
} as const;

/** Answers of payers, those that wait for a person unless asked otherwise. */
export async function listAnswers(act: Act, query: z.output<typeof remittancesContract.listRemittanceQueue.query>): Promise<z.input<typeof remittancesContract.listRemittanceQueue.reply>> {
  const search = searchOf(query.q);
  const parts: string[] = [STATES[query.state]];
  if (query.payerId) parts.push('r.payer_id = :payerId');
  if (search) parts.push(`(x.claim_number LIKE :prefix OR r.trace_number LIKE :prefix OR c.number LIKE :prefix${search.cents === null ? '' : ' OR x.paid_cents = :cents OR x.charge_cents = :cents'})`);
  const sort = sortOf(query.sort, { id: 'x.id', money: 'x.paid_cents' });
  const cursor = decodeCursor(query.cursor, 2);
  const values = { payerId: query.payerId ?? null, prefix: search?.prefix ?? null, cents: search?.cents ?? null, afterMoney: cursor?.[0] ?? null, afterId: cursor?.[1] ?? null };
  const where = parts.join(' AND ');
  const rows = await selectAnswers(act, cursor ? `${where} AND ${sort.after}` : where, values, `${sort.order} LIMIT ${query.limit + 1}`);
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [sort.money ? Math.abs(row.paidCents) : null, row.id]);
  const [{ count }, waiting] = [await countAnswers(act, where, values), await countAnswers(act, WAITING, {})];
  act.audits.push({ action: 'remittance.queue', resourceType: 'remittance-claim', detail: { answers: items.map(({ id }) => id) } });
  return { items, nextCursor, total: count, waitingCents: waiting.paidCents };
}
