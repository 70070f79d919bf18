import { type z } from 'zod';
import { providerAdjustmentKind } from '../../../domain/ledger/providerAdjustments';
import { type remittancesContract } from '../../contract/remittances';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { searchOf, selectAnswers, sortOf } from './answerRows';
import { readDifference } from './holdAnswer';
import { mayWork } from './mayWork';

type RemittancePage = z.input<typeof remittancesContract.readRemittance.reply>;
type RemittanceList = z.input<typeof remittancesContract.listRemittances.reply>;

interface Row {
  id: string; payerId: string; payerName: string; traceNumber: string; source: 'x12' | 'paper'; method: string | null; paidOn: string | null; receivedAt: Date; paymentCents: number; answers: number; waiting: number;
  status: string; version: number; enteredBy: string | null;
}

const SELECT = `SELECT r.id, r.payer_id AS payerId, p.name AS payerName, r.trace_number AS traceNumber, r.source, r.method, CAST(r.paid_on AS CHAR) AS paidOn, r.received_at AS receivedAt, r.payment_cents AS paymentCents,
  (SELECT COUNT(*) FROM remittance_claims x WHERE x.remittance_id = r.id AND x.split_from_id IS NULL) AS answers,
  (SELECT COUNT(*) FROM remittance_claims x WHERE x.remittance_id = r.id AND x.state IN ('unmatched', 'unbalanced')) AS waiting,
  r.status, r.version, (SELECT display_name FROM staff_users u WHERE u.id = r.entered_by) AS enteredBy
  FROM remittances r JOIN payers p ON p.id = r.payer_id`;

/** Payments of payers, newest first unless asked otherwise. */
export async function listRemittances(act: Act, query: z.output<typeof remittancesContract.listRemittances.query>): Promise<RemittanceList> {
  const search = searchOf(query.q);
  const parts = ['1 = 1'];
  if (query.status !== 'all') parts.push('r.status = :status');
  if (query.source) parts.push('r.source = :source');
  if (query.payerId) parts.push('r.payer_id = :payerId');
  if (search) parts.push(`(r.trace_number LIKE :prefix OR EXISTS (SELECT 1 FROM remittance_claims x WHERE x.remittance_id = r.id AND x.claim_number LIKE :prefix)${search.cents === null ? '' : ' OR r.payment_cents = :cents'})`);
  const sort = sortOf(query.sort, { id: 'r.id', money: 'r.payment_cents' });
  const cursor = decodeCursor(query.cursor, 2);
  const values = {
    status: query.status, source: query.source ?? null, payerId: query.payerId ?? null, prefix: search?.prefix ?? null, cents: search?.cents ?? null, afterMoney: cursor?.[0] ?? null, afterId: cursor?.[1] ?? null,
  };
  const where = parts.join(' AND ');
  const rows = await select<Row>(act, `${SELECT} WHERE ${cursor ? `${where} AND ${sort.after}` : where} ${sort.order} LIMIT ${query.limit + 1}`, values);
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [sort.money ? Math.abs(Number(row.paymentCents)) : null, row.id]);
  const [counted] = await select<{ count: number }>(act, `SELECT COUNT(*) AS count FROM remittances r WHERE ${where}`, values);
  return { items: items.map(present), nextCursor, total: Number(counted?.count ?? 0) };
}

/** One payment with every answer and adjustment; null when there is none. */
export async function readRemittancePage(act: Act, remittanceId: string): Promise<RemittancePage | null> {
  const [row] = await select<Row>(act, `${SELECT} WHERE r.id = :remittanceId`, { remittanceId });
  if (!row) return null;
  const answers = await selectAnswers(act, 'x.remittance_id = :remittanceId', { remittanceId }, 'ORDER BY x.sequence');
  const providerAdjustments = await adjustmentsOf(act, remittanceId);
  const waiting = answers.filter(({ state }) => state === 'unmatched' || state === 'unbalanced').reduce((sum, { paidCents }) => sum + paidCents, 0);
  const adjustmentCents = providerAdjustments.reduce((sum, { cents }) => sum + cents, 0);
  const differenceCents = await readDifference(act, remittanceId);
  const claimsCents = Number(row.paymentCents) + differenceCents + adjustmentCents;
  act.audits.push({ action: 'remittance.read', resourceType: 'remittance', resourceId: remittanceId, detail: { answers: answers.map(({ id }) => id) } });
  return { remittance: present(row), enteredBy: row.enteredBy, claimsCents, postedCents: claimsCents - waiting, waitingCents: waiting, adjustmentCents, differenceCents, answers, providerAdjustments, mayWork: mayWork(act) };
}

async function adjustmentsOf(act: Act, remittanceId: string): Promise<RemittancePage['providerAdjustments']> {
  const rows = await select<{ id: string; reason: string; reference: string | null; cents: number; operationId: string | null }>(
    act, 'SELECT id, reason, reference, cents, operation_id AS operationId FROM provider_adjustments WHERE remittance_id = ? ORDER BY sequence', [remittanceId]);
  return rows.map(({ operationId, ...row }) => ({ ...row, cents: Number(row.cents), words: providerAdjustmentKind(row.reason).words, posted: operationId !== null }));
}

function present({ payerId, payerName, enteredBy: _enteredBy, ...row }: Row): RemittanceList['items'][number] {
  return { ...row, payer: { id: payerId, name: payerName }, receivedAt: row.receivedAt.toISOString(), paymentCents: Number(row.paymentCents), answers: Number(row.answers), waiting: Number(row.waiting) };
}
