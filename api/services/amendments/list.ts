import { type z } from 'zod';
import { amendmentLimit, MORE_DAYS } from '../../../domain/privacy/amendment';
import { type amendmentsContract } from '../../contract/amendments';
import { type Act, select, selectOne, trailList } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { loadPatientsInList } from '../../presenters/patientInList';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { type Amendment, type AmendmentRow, presentAmendment, SELECT_AMENDMENTS } from './amendmentRow';
import { readRecipients } from './recipients';

type Listed = z.input<typeof amendmentsContract.listAmendments.reply>;

/** Of one patient, newest first. */
export async function listPatientAmendments(act: Act, patientId: string): Promise<{ items: Amendment[] }> {
  const rows = await select<AmendmentRow>(act, `${SELECT_AMENDMENTS} WHERE a.patient_id = ? ORDER BY a.asked_at DESC, a.id DESC LIMIT 200`, [patientId]);
  act.audits.push({ action: 'amendment.list', resourceType: 'amendment', patientId });
  const recipients = await readRecipients(act, patientId);
  return { items: rows.map((row) => presentAmendment(act, row, recipients.get(row.id))) };
}

/** Of everybody: what is open by its date, what was decided latest first. */
export async function listAmendments(act: Act, { status, q, cursor, limit }: z.output<typeof amendmentsContract.listAmendments.query>): Promise<Listed> {
  const patients = q ? await findPatientIds(act, q) : [];
  const after = decodeCursor(cursor, 3);
  const values = { status: status ?? null, patients: patients.length > 0 ? patients : ['-'], closed: Number(after?.[0] ?? 0), order: Number(after?.[1] ?? 0), id: after?.[2] ?? null };
  const where = [status ? 'a.status = :status' : '1 = 1', q ? 'a.patient_id IN (:patients)' : '1 = 1'].join(' AND ');
  // Open ones by when they were asked, extended ones as much later as they were given; decided ones by when, backwards.
  const [closed, order] = ["(a.status <> 'asked')", `CASE WHEN a.status = 'asked' THEN UNIX_TIMESTAMP(a.asked_at) + CASE WHEN a.extended_at IS NULL THEN 0 ELSE ${MORE_DAYS} * 86400 END ELSE -UNIX_TIMESTAMP(a.decided_at) END`];
  const rows = await select<Pick<AmendmentRow, 'id' | 'patientId' | 'kind' | 'status' | 'askedAt' | 'extendedAt' | 'disagreedAt'> & { closed: number; sortOrder: number | string; taskId: string | null }>(
    act,
    `SELECT s.* FROM (SELECT a.id, a.patient_id AS patientId, a.entry_kind AS kind, a.status, a.asked_at AS askedAt, a.extended_at AS extendedAt, a.disagreed_at AS disagreedAt, ${closed} AS closed, ${order} AS sortOrder,
       (SELECT MIN(t.id) FROM tasks t WHERE t.workflow_id = CONCAT('amendment-', a.id) AND t.is_open = 1) AS taskId FROM amendments a WHERE ${where}) s
     ${after ? 'WHERE (s.closed, s.sortOrder, s.id) > (:closed, :order, :id)' : ''} ORDER BY s.closed, s.sortOrder, s.id LIMIT ${limit + 1}`,
    values,
  );
  const page = pageOf(rows, limit, (row) => [String(row.closed), String(row.sortOrder), row.id]);
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM amendments a WHERE ${where}`, values);
  const patientIds = page.items.map(({ patientId }) => patientId);
  trailList(act, { action: 'amendment.list', resourceType: 'amendment' }, patientIds);
  const known = await loadPatientsInList(act, patientIds);
  return {
    items: page.items.flatMap(({ id, patientId, kind, status: state, askedAt, extendedAt, disagreedAt, taskId }) => {
      const patient = known.get(patientId);
      return patient === undefined ? [] : [{ id, patient, kind, status: state, askedAt: askedAt.toISOString(), dueAt: amendmentLimit(askedAt, extendedAt !== null).toISOString(), isExtended: extendedAt !== null, isDisagreed: disagreedAt !== null, taskId }];
    }),
    nextCursor: page.nextCursor, total: Number(total?.n ?? 0),
  };
}
