import { type z } from 'zod';
import { type safetyContract } from '../../contract/safety';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { literal } from '../../http/like';
import { loadPatientsInList } from '../../presenters/patientInList';
import { grantsFor } from '../../policies/table';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { LIST_COLUMNS, type ListedRow, presentRow } from './readEvent';
import { hospitalDay } from '../staff/hospitalZone';

type List = z.input<typeof safetyContract.listSafetyEvents.reply>;
type Query = z.output<typeof safetyContract.listSafetyEvents.query>;

/** Nothing of what a caller sends reaches the SQL. */
const SORTS = {
  newest: { order: 'ORDER BY e.occurred_at DESC, e.id DESC', after: '(e.occurred_at, e.id) < (:afterAt, :afterId)' },
  oldest: { order: 'ORDER BY e.occurred_at ASC, e.id ASC', after: '(e.occurred_at, e.id) > (:afterAt, :afterId)' },
} as const;
const FROM = 'FROM safety_events e LEFT JOIN wards w ON w.id = e.ward_id';

/** Safety events this person may see: all, those of their wards, or those they reported. */
export async function listEvents(act: Act, query: Query): Promise<List> {
  const { where, values } = await filtersOf(act, query);
  const sort = SORTS[query.sort];
  const cursor = decodeCursor(query.cursor, 2);
  const bound = { ...values, today: hospitalDay(act.now), afterAt: new Date(String(cursor?.[0] ?? 0)), afterId: cursor?.[1] ?? null };
  const rows = await select<ListedRow>(act, `SELECT ${LIST_COLUMNS} ${FROM} WHERE ${cursor ? `${where} AND ${sort.after}` : where} ${sort.order} LIMIT ${query.limit + 1}`, bound);
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.occurredAt.toISOString(), row.id]);
  const total = await selectOne<{ count: number }>(act, `SELECT COUNT(*) AS count ${FROM} WHERE ${where}`, values);
  const patients = await loadPatientsInList(act, items.map(({ patientId }) => patientId));
  act.audits.push({ action: 'safety-event.list', resourceType: 'safety-event', detail: { events: items.map(({ id }) => id) } });
  return { items: items.map((row) => presentRow(row, patients)), nextCursor, total: Number(total?.count ?? 0) };
}

async function filtersOf(act: Act, { status, kind, harm, wardId, q }: Query): Promise<{ where: string; values: Record<string, unknown> }> {
  const { principal } = act;
  const grants = grantsFor('safety.read', principal.roles);
  const parts = [];
  if (!grants.includes('any')) parts.push(grants.includes('own-ward') ? '(e.ward_id IS NULL OR e.ward_id IN (:wards) OR e.reported_by = :me)' : 'e.reported_by = :me');
  if (status === 'open') parts.push("e.status <> 'closed'");
  else if (status !== 'all') parts.push('e.status = :status');
  if (kind) parts.push('e.kind = :kind');
  if (harm) parts.push(harm === 'serious' ? "e.harm IN ('severe', 'death')" : 'e.harm = :harm');
  if (wardId) parts.push('e.ward_id = :wardId');
  if (q) parts.push('(e.number LIKE :prefix OR e.patient_id IN (:patients))');
  const patients = q ? await findPatientIds(act, q) : [];
  const prefix = `${literal(q ?? '')}%`;
  return {
    where: parts.length > 0 ? parts.join(' AND ') : '1 = 1',
    values: { me: principal.id, wards: principal.wardIds.length > 0 ? [...principal.wardIds] : ['-'], status, kind: kind ?? null, harm: harm ?? null, wardId: wardId ?? null, prefix, patients: patients.length > 0 ? patients : ['-'] },
  };
}
