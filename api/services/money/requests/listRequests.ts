import { type z } from 'zod';
import { MONEY_REQUEST_KINDS, MONEY_REQUEST_STATUSES, type MoneyRequestKind, type MoneyRequestStatus } from '../../../../domain/ledger/moneyRequests';
import { type moneyRequestsContract } from '../../../contract/moneyRequests';
import { type Act, select, selectOne } from '../../../http/act';
import { decodeCursor, pageOf } from '../../../http/cursor';
import { literal } from '../../../http/like';
import { loadPatientsInList } from '../../../presenters/patientInList';
import { grantsFor } from '../../../policies/table';
import { findPatientIds } from '../../clinical/patients/nameSearch';
import { type PaymentMethod } from '../payments';
import { placeOfRequest } from './requestRow';

type RequestList = z.input<typeof moneyRequestsContract.listMoneyRequests.reply>;
type Query = z.output<typeof moneyRequestsContract.listMoneyRequests.query>;

interface Row {
  id: string; kind: MoneyRequestKind; accountId: string | null; accountNumber: string | null; patientId: string | null; payerId: string | null; payerName: string | null; cents: number; method: PaymentMethod | null;
  status: MoneyRequestStatus; limitCents: number; requestedById: string; requestedBy: string; requestedAt: Date; decidedBy: string | null; decidedAt: Date | null; reasonEnc: Buffer; decisionEnc: Buffer | null; version: number;
}

const FROM = 'FROM money_requests m LEFT JOIN accounts a ON a.id = m.account_id LEFT JOIN payers p ON p.id = m.payer_id';
const SELECT = `SELECT m.id, m.kind, m.account_id AS accountId, a.number AS accountNumber, a.patient_id AS patientId, m.payer_id AS payerId, p.name AS payerName, m.cents, m.method, m.status, m.limit_cents AS limitCents,
  m.requested_by AS requestedById, u.display_name AS requestedBy, m.requested_at AS requestedAt, d.display_name AS decidedBy, m.decided_at AS decidedAt, m.reason_enc AS reasonEnc, m.decision_enc AS decisionEnc, m.version
  ${FROM} JOIN staff_users u ON u.id = m.requested_by LEFT JOIN staff_users d ON d.id = m.decided_by`;

/** Nothing of what a caller sends reaches the SQL (CVE-2026-24908). */
const SORTS = {
  newest: { order: 'ORDER BY m.id DESC', after: 'm.id < :afterId' },
  oldest: { order: 'ORDER BY m.id ASC', after: 'm.id > :afterId' },
  money: { order: 'ORDER BY m.cents DESC, m.id DESC', after: '(m.cents, m.id) < (:afterCents, :afterId)' },
} as const;

/** Refunds and write-offs asked for, newest first unless asked otherwise. */
export async function listRequests(act: Act, query: Query): Promise<RequestList> {
  const { where, values } = await filtersOf(act, query);
  const sort = SORTS[query.sort];
  const cursor = decodeCursor(query.cursor, 2);
  const rows = await select<Row>(act, `${SELECT} WHERE ${cursor ? `${where} AND ${sort.after}` : where} ${sort.order} LIMIT ${query.limit + 1}`, { ...values, afterCents: cursor?.[0] ?? null, afterId: cursor?.[1] ?? null });
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [Number(row.cents), row.id]);
  const total = await selectOne<{ count: number }>(act, `SELECT COUNT(*) AS count ${FROM} WHERE ${where}`, values);
  act.audits.push({ action: 'money-request.list', resourceType: 'money-request', detail: { requests: items.map(({ id }) => id) } });
  return { items: await present(act, items), nextCursor, total: Number(total?.count ?? 0) };
}

async function filtersOf(act: Act, { status, kind, accountId, q }: Query): Promise<{ where: string; values: Record<string, unknown> }> {
  const parts = ['1 = 1'];
  if (status !== 'all') parts.push('m.status = :status');
  if (kind) parts.push('m.kind = :kind');
  if (accountId) parts.push('m.account_id = :accountId');
  if (q) parts.push('(a.number LIKE :prefix OR p.name LIKE :prefix OR a.patient_id IN (:patients))');
  const patients = q ? await findPatientIds(act, q) : [];
  const prefix = `${literal(q ?? '')}%`;
  return { where: parts.join(' AND '), values: { status, kind: kind ?? null, accountId: accountId ?? null, prefix, patients: patients.length > 0 ? patients : ['-'] } };
}

async function present(act: Act, rows: readonly Row[]): Promise<RequestList['items']> {
  const patients = await loadPatientsInList(act, rows.flatMap(({ patientId }) => patientId ?? []));
  const { cipher } = act.database;
  const mayApprove = grantsFor('money.approve', act.principal.roles).length > 0;
  return rows.map(({ patientId, requestedById, reasonEnc, decisionEnc, ...row }) => {
    // Words about somebody whose record does not open stay closed like it.
    const patient = (patientId && patients.get(patientId)) || null;
    const words = (column: 'reason_enc' | 'decision_enc', sealed: Buffer) => (patient?.isRestricted ? 'Not shown: the record is restricted.' : cipher.open(placeOfRequest(row.id, column), sealed));
    const [isOwn, waits] = [requestedById === act.principal.id, row.status === 'requested'];
    return {
      ...row, cents: Number(row.cents), limitCents: Number(row.limitCents), patient, kindWords: MONEY_REQUEST_KINDS[row.kind], statusWords: MONEY_REQUEST_STATUSES[row.status],
      requestedAt: row.requestedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, reason: words('reason_enc', reasonEnc),
      note: decisionEnc === null ? null : words('decision_enc', decisionEnc), mayDecide: mayApprove && waits && !isOwn, mayWithdraw: waits && isOwn, mayReverse: mayApprove && row.status === 'approved',
    };
  });
}
