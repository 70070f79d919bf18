import { type z } from 'zod';
import { claimStatusWords } from '../../../domain/claims/remittanceWords';
import { parseDollars } from '../../../domain/money';
import { type remittancesContract } from '../../contract/remittances';
import { type Act, select } from '../../http/act';
import { literal } from '../../http/like';
import { openPatients } from '../rights/access';
import { type Answer } from '../payer/answerOfPayment';
import { QUEUE_REASONS, type QueueReason, REMITTANCE_STATES, type RemittanceState } from '../payer/remittanceRows';

export type AnswerInList = z.input<typeof remittancesContract.readAnswer.reply>['answer'];

interface Row {
  id: string; remittanceId: string; payerId: string; payerName: string; traceNumber: string; source: 'x12' | 'paper'; claimNumber: string; claimId: string | null; ownNumber: string | null; ownPatientId: string | null; statusCode: string;
  chargeCents: number; paidCents: number; patientCents: number; state: RemittanceState; queueReason: QueueReason | null; reversedById: string | null; serviceFrom: string | null; patientEnc: Buffer | null; receivedAt: Date; round: number;
}

const COLUMNS = `x.id, x.remittance_id AS remittanceId, r.payer_id AS payerId, p.name AS payerName, r.trace_number AS traceNumber, r.source, x.claim_number AS claimNumber, x.claim_id AS claimId, c.number AS ownNumber, c.patient_id AS ownPatientId,
  x.status_code AS statusCode, x.charge_cents AS chargeCents, x.paid_cents AS paidCents, x.patient_cents AS patientCents, x.state, x.queue_reason AS queueReason, x.reversed_by_id AS reversedById,
  CAST(x.service_from AS CHAR) AS serviceFrom, x.patient_enc AS patientEnc, r.received_at AS receivedAt, x.round`;
const FROM = 'FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN payers p ON p.id = r.payer_id LEFT JOIN claims c ON c.id = x.claim_id';

/** Answers as lists show them. `where` and `order` are of this house, never a caller's. */
export async function selectAnswers(act: Act, where: string, values: Record<string, unknown>, order: string): Promise<AnswerInList[]> {
  const rows = await select<Row>(act, `SELECT ${COLUMNS} ${FROM} WHERE ${where} ${order}`, values);
  const isOpen = await openPatients(act, rows.flatMap(({ ownPatientId }) => ownPatientId ?? []));
  return rows.map((row) => present(act, row, row.ownPatientId === null || isOpen.has(row.ownPatientId)));
}

/** How many there are, and their money. */
export async function countAnswers(act: Act, where: string, values: Record<string, unknown>): Promise<{ count: number; paidCents: number }> {
  const [row] = await select<{ count: number; paidCents: number }>(act, `SELECT COUNT(*) AS count, CAST(COALESCE(SUM(x.paid_cents), 0) AS SIGNED) AS paidCents ${FROM} WHERE ${where}`, values);
  return { count: Number(row?.count ?? 0), paidCents: Number(row?.paidCents ?? 0) };
}

function present(act: Act, row: Row, isOpen: boolean): AnswerInList {
  const { payerId, payerName, claimId, ownNumber, ownPatientId: _patient, statusCode, queueReason, reversedById, patientEnc, round, ...rest } = row;
  const patient = act.database.cipher.openJson<NonNullable<Answer['patient']>>({ table: 'remittance_claims', column: 'patient_enc', id: row.id }, patientEnc);
  return {
    ...rest, payer: { id: payerId, name: payerName }, claim: claimId === null || ownNumber === null ? null : { id: claimId, number: ownNumber }, statusWords: claimStatusWords(statusCode),
    patientName: isOpen ? (patient?.name ?? null) : 'Restricted patient', chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), patientCents: Number(row.patientCents), stateWords: REMITTANCE_STATES[row.state],
    reason: queueReason === null ? null : (QUEUE_REASONS[queueReason] ?? queueReason), undone: reversedById !== null, receivedAt: row.receivedAt.toISOString(), version: Number(round) + 1,
  };
}

/** What somebody typed into a search of remittances: the beginning of a number, or an amount. */
export function searchOf(q: string | undefined): { prefix: string; cents: number | null } | null {
  if (!q) return null;
  const typed = q.replace(/[$,\s]/g, '');
  return { prefix: `${literal(q.toUpperCase())}%`, cents: /[.$]/.test(q) ? parseDollars(typed) : null };
}

/** How lists of remittances sort: nothing of what a caller sends reaches the SQL (CVE-2026-24908). */
export function sortOf(sort: 'newest' | 'oldest' | 'money', column: { id: string; money: string }): { order: string; after: string; money: boolean } {
  if (sort === 'oldest') return { order: `ORDER BY ${column.id} ASC`, after: `${column.id} > :afterId`, money: false };
  if (sort === 'money') return { order: `ORDER BY ABS(${column.money}) DESC, ${column.id} DESC`, after: `(ABS(${column.money}), ${column.id}) < (:afterMoney, :afterId)`, money: true };
  return { order: `ORDER BY ${column.id} DESC`, after: `${column.id} < :afterId`, money: false };
}
