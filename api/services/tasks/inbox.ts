import { type z } from 'zod';
import { type Role, workableRoles } from '../../../domain/roles';
import { isTaskType, taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type taskInList, type tasksContract } from '../../contract/tasks';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, encodeCursor } from '../../http/cursor';
import { findPatientIds, loadPatientsInList } from '../../presenters/patientInList';

export type TaskInList = z.infer<typeof taskInList>;
export type InboxQuery = z.output<typeof tasksContract.listTasks.query>;

export interface TaskRow {
  id: string;
  type: TaskTypeName;
  stage: TaskInList['stage'];
  status: TaskInList['status'];
  role: Role;
  priority: number;
  dueAt: Date;
  slaRung: TaskInList['slaRung'];
  followUpAt: Date | null;
  createdAt: Date;
  holderId: string | null;
  holderName: string | null;
  patientId: string | null;
  journeyId: string | null;
  encounterId: string | null;
  claimId: string | null;
  claimNumber: string | null;
  claimChargeCents: number | null;
  version: number;
}

const COLUMNS = `t.id, t.type, t.stage, t.status, t.role, t.priority, t.due_at AS dueAt, t.sla_rung AS slaRung, t.follow_up_at AS followUpAt, t.created_at AS createdAt,
  t.holder_id AS holderId, h.display_name AS holderName, t.patient_id AS patientId, t.journey_id AS journeyId, t.encounter_id AS encounterId,
  t.claim_id AS claimId, c.number AS claimNumber, c.charge_cents AS claimChargeCents, t.version`;
const JOINS = 'LEFT JOIN staff_users h ON h.id = t.holder_id LEFT JOIN claims c ON c.id = t.claim_id';

const SORTS = {
  due: { order: 't.due_at, t.id', after: '(t.due_at > :c0 OR (t.due_at = :c0 AND t.id > :c1))', key: (row: TaskRow) => [row.dueAt.toISOString(), row.id] },
  priority: { order: 't.priority, t.due_at, t.id', after: '(t.priority > :c0 OR (t.priority = :c0 AND (t.due_at > :c1 OR (t.due_at = :c1 AND t.id > :c2))))', key: (row: TaskRow) => [row.priority, row.dueAt.toISOString(), row.id] },
  newest: { order: 't.created_at DESC, t.id DESC', after: '(t.created_at < :c0 OR (t.created_at = :c0 AND t.id < :c1))', key: (row: TaskRow) => [row.createdAt.toISOString(), row.id] },
} as const;

/** One page of the inbox. Overdue work comes first because it was due first. */
export async function listTasks(act: Act, query: InboxQuery): Promise<{ items: TaskInList[]; nextCursor: string | null; total: number | null }> {
  const where = await conditions(act, query);
  const sort = SORTS[query.sort];
  const cursor = decodeCursor(query.cursor, query.sort === 'priority' ? 3 : 2);
  const after = cursor ? ` AND ${sort.after}` : '';
  const cursorValues = Object.fromEntries((cursor ?? []).map((value, index) => [`c${index}`, isTime(value) ? new Date(value) : value]));
  const rows = await select<TaskRow>(
    act,
    `SELECT ${COLUMNS} FROM tasks t ${JOINS} WHERE ${where.sql}${after} ORDER BY ${sort.order} LIMIT ${query.limit + 1}`,
    { ...where.values, ...cursorValues },
  );
  const total = query.count ? await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM tasks t WHERE ${where.sql}`, where.values) : null;
  const shown = rows.slice(0, query.limit);
  const last = shown[shown.length - 1];
  return { items: await presentTasks(act, shown), nextCursor: rows.length > query.limit && last ? encodeCursor(sort.key(last)) : null, total: total ? Number(total.n) : null };
}

/** Rows of any task query as list items, patients opened in one go. */
export async function presentTasks(act: Act, rows: readonly TaskRow[]): Promise<TaskInList[]> {
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  return rows.filter((row) => isTaskType(row.type)).map((row) => {
    const { title, why } = taskType(row.type);
    return {
      id: row.id, type: row.type, title, why, stage: row.stage, status: row.status, role: row.role, priority: row.priority,
      dueAt: row.dueAt.toISOString(), overdue: row.dueAt < act.now, slaRung: row.slaRung, followUpAt: row.followUpAt?.toISOString() ?? null, createdAt: row.createdAt.toISOString(),
      holder: row.holderId ? { id: row.holderId, name: row.holderName ?? '' } : null,
      patient: (row.patientId && patients.get(row.patientId)) || null,
      journeyId: row.journeyId, encounterId: row.encounterId,
      claim: row.claimId && row.claimNumber ? { id: row.claimId, number: row.claimNumber, chargeCents: Number(row.claimChargeCents) } : null,
      version: row.version,
    };
  });
}

/** Tasks by a fixed condition, e.g. the open ones of a journey. `where` is our own SQL; values are bound. */
export async function tasksWhere(act: Act, where: string, values: Record<string, unknown>, limit = 200): Promise<TaskInList[]> {
  return presentTasks(act, await select<TaskRow>(act, `SELECT ${COLUMNS} FROM tasks t ${JOINS} WHERE ${where} ORDER BY t.due_at, t.id LIMIT ${limit}`, values));
}

/** Counts for the inbox's chips: what this person holds, could take, and what is overdue among it. */
export async function countTasks(act: Act): Promise<{ mine: number; role: number; unclaimed: number; overdue: number; byType: { type: TaskTypeName; title: string; count: number }[] }> {
  const roles = workableRoles(act.principal.roles);
  const scope = await conditions(act, { scope: 'role', limit: 1, sort: 'due' });
  const mine = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM tasks t WHERE t.is_open = 1 AND t.holder_id = :me', { me: act.principal.id });
  const types = roles.length === 0 ? [] : await select<{ type: TaskTypeName; n: number; unclaimed: number; overdue: number }>(
    act,
    `SELECT t.type, COUNT(*) AS n, SUM(t.holder_id IS NULL) AS unclaimed, SUM(t.due_at < :now) AS overdue FROM tasks t WHERE ${scope.sql} GROUP BY t.type`,
    { ...scope.values, now: act.now },
  );
  const sum = (pick: (row: (typeof types)[number]) => number) => types.reduce((total, row) => total + Number(pick(row)), 0);
  return {
    mine: Number(mine?.n ?? 0),
    role: sum((row) => row.n),
    unclaimed: sum((row) => row.unclaimed),
    overdue: sum((row) => row.overdue),
    byType: types.filter((row) => isTaskType(row.type)).map((row) => ({ type: row.type, title: taskType(row.type).title, count: Number(row.n) })).sort((a, b) => b.count - a.count),
  };
}

async function conditions(act: Act, query: InboxQuery): Promise<{ sql: string; values: Record<string, unknown> }> {
  const parts = ['t.is_open = 1'];
  const values: Record<string, unknown> = {};
  const add = (sql: string, name: string, value: unknown) => {
    parts.push(sql);
    values[name] = value;
  };
  if (query.scope === 'mine') add('t.holder_id = :me', 'me', act.principal.id);
  if (query.scope === 'role') {
    add('t.role IN (:roles)', 'roles', nonEmpty(query.role ? [query.role] : workableRoles(act.principal.roles)));
    if (act.principal.wardIds.length > 0) add('(t.ward_id IS NULL OR t.ward_id IN (:wards))', 'wards', act.principal.wardIds);
  } else if (query.role) add('t.role = :role', 'role', query.role);
  if (query.wardId) add('t.ward_id = :wardId', 'wardId', query.wardId);
  if (query.type) add('t.type = :type', 'type', query.type);
  if (query.stage) add('t.stage = :stage', 'stage', query.stage);
  if (query.holder) parts.push(query.holder === 'none' ? 't.holder_id IS NULL' : 't.holder_id IS NOT NULL');
  if (query.overdue) add('t.due_at < :now', 'now', act.now);
  if (query.priority !== undefined) add('t.priority = :priority', 'priority', query.priority);
  if (query.patientId) add('t.patient_id = :patientId', 'patientId', query.patientId);
  if (query.journeyId) add('t.journey_id = :journeyId', 'journeyId', query.journeyId);
  if (query.claimId) add('t.claim_id = :claimId', 'claimId', query.claimId);
  if (query.q) add('t.patient_id IN (:patients)', 'patients', nonEmpty([...(await findPatientIds(act, query.q)), ...(await patientsInBed(act, query.q))]));
  return { sql: parts.join(' AND '), values };
}

/** Who lies in a bed whose code begins like this. */
async function patientsInBed(act: Act, text: string): Promise<string[]> {
  const rows = await select<{ patientId: string }>(
    act,
    'SELECT e.patient_id AS patientId FROM beds b JOIN encounter_locations l ON l.occupied_bed_id = b.id JOIN encounters e ON e.id = l.encounter_id WHERE b.code LIKE ? LIMIT 200',
    [`${text.replace(/[%_\\]/g, '')}%`],
  );
  return rows.map((row) => row.patientId);
}

/** SQL has no empty IN list. */
function nonEmpty<T>(values: readonly T[]): readonly (T | string)[] {
  return values.length > 0 ? values : ['-'];
}

function isTime(value: string | number | null): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
}
