import { type z } from 'zod';
import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { isTaskType, taskType } from '../../../domain/tasks/types';
import { type claimInList } from '../../contract/claims';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { loadPatientsInList } from '../../presenters/patientInList';
import { deskConditions, type DeskFilters, type DeskQuery } from './deskConditions';
import { countClaims } from './deskCount';

export type ClaimInList = z.infer<typeof claimInList>;

interface Row {
  id: string; number: string; status: ClaimInList['status']; frequency: ClaimInList['frequency']; patientId: string; payerId: string; payerName: string;
  serviceFrom: string; serviceThrough: string; chargeCents: number; paidCents: number; adjustmentCents: number; patientCents: number; openCents: number; expectedCents: number | null;
  stuckCause: string | null; stuckFingerprint: string | null; deadlineAt: Date | null; holdUntil: Date | null; submittedAt: Date | null; closedAt: Date | null; version: number; updatedAt: Date;
  taskId: string | null; taskType: string | null; taskDueAt: Date | null; taskHolderId: string | null; taskHolderName: string | null;
  deskDeadlineAt: Date; createdAt: Date;
}

const COLUMNS = `c.id, c.number, c.status, c.frequency, c.patient_id AS patientId, c.payer_id AS payerId, c.service_from AS serviceFrom, c.service_through AS serviceThrough,
  c.charge_cents AS chargeCents, c.paid_cents AS paidCents, c.adjustment_cents AS adjustmentCents, c.patient_cents AS patientCents, c.open_cents AS openCents, c.expected_cents AS expectedCents,
  c.stuck_cause AS stuckCause, c.stuck_fingerprint AS stuckFingerprint, c.next_deadline_at AS deadlineAt, c.hold_until AS holdUntil, c.submitted_at AS submittedAt, c.closed_at AS closedAt, c.version,
  c.updated_at AS updatedAt, c.desk_deadline_at AS deskDeadlineAt, c.created_at AS createdAt`;

/**
 * The payer and the first open task of each claim of a page; the page is cut before, from claims alone, so that it is read in its order and only its rows are joined. The index
 * is named: in order of due dates the server would read all open tasks for each claim that has none.
 */
const WITH_TASK = `SELECT d.*, p.name AS payerName, t.id AS taskId, t.type AS taskType, t.due_at AS taskDueAt, t.holder_id AS taskHolderId, u.display_name AS taskHolderName FROM (:page:) d
  JOIN payers p ON p.id = d.payerId LEFT JOIN tasks t ON t.id = (SELECT x.id FROM tasks x FORCE INDEX (tasks_claim) WHERE x.claim_id = d.id AND x.is_open = 1 ORDER BY x.due_at, x.id LIMIT 1) LEFT JOIN staff_users u ON u.id = t.holder_id`;

/** How the desk can be sorted: nothing of what a caller sends reaches the SQL (CVE-2026-24908). */
const SORTS = {
  deadline: { column: 'c.desk_deadline_at', outer: 'd.deskDeadlineAt', order: 'ASC', after: '>', value: (row: Row) => row.deskDeadlineAt.toISOString() },
  money: { column: 'c.open_cents', outer: 'd.openCents', order: 'DESC', after: '<', value: (row: Row) => Number(row.openCents) },
  newest: { column: 'c.created_at', outer: 'd.createdAt', order: 'DESC', after: '<', value: (row: Row) => row.createdAt.toISOString() },
} as const;

/** One page of the claims desk, patients opened once each. */
export async function listClaims(act: Act, query: DeskQuery): Promise<{ items: ClaimInList[]; nextCursor: string | null; total: number | null }> {
  const sort = SORTS[query.sort];
  const where = await deskConditions(act, query);
  const cursor = decodeCursor(query.cursor, 2);
  const [at, afterId] = cursor ?? [];
  const after = cursor ? `AND (${sort.column}, c.id) ${sort.after} (:at, :afterId)` : '';
  const cut = `SELECT ${COLUMNS} FROM claims c WHERE ${where.sql} ${after} ORDER BY ${sort.column} ${sort.order}, c.id ${sort.order} LIMIT ${query.limit + 1}`;
  const values = { ...where.values, at: typeof at === 'string' ? new Date(at) : at, afterId };
  const rows = await select<Row>(act, `${WITH_TASK.replace(':page:', () => cut)} ORDER BY ${sort.outer} ${sort.order}, d.id ${sort.order}`, values);
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [sort.value(row), row.id]);
  const total = query.count ? await countClaims(act, filtersOf(query)) : null;
  return { items: await presentClaims(act, items), nextCursor, total };
}

/** One claim as the desk shows it. Null when there is none. */
export async function readClaimInList(act: Act, claimId: string): Promise<ClaimInList | null> {
  const rows = await select<Row>(act, WITH_TASK.replace(':page:', () => `SELECT ${COLUMNS} FROM claims c WHERE c.id = :claimId`), { claimId });
  return (await presentClaims(act, rows))[0] ?? null;
}

/** What a query asks for, without how it is shown. */
function filtersOf({ cursor: _cursor, limit: _limit, sort: _sort, count: _count, ...filters }: DeskQuery): DeskFilters {
  return filters;
}

async function presentClaims(act: Act, rows: readonly Row[]): Promise<ClaimInList[]> {
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  return rows.map((row) => ({
    id: row.id, number: row.number, status: row.status, frequency: row.frequency, patient: patients.get(row.patientId) ?? null, payer: { id: row.payerId, name: row.payerName },
    serviceFrom: row.serviceFrom, serviceThrough: row.serviceThrough, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), adjustmentCents: Number(row.adjustmentCents),
    patientCents: Number(row.patientCents), openCents: Number(row.openCents), expectedCents: row.expectedCents === null ? null : Number(row.expectedCents),
    stuck: presentCause(row, act.now), deadlineAt: row.deadlineAt?.toISOString() ?? null, holdUntil: row.holdUntil?.toISOString() ?? null, task: presentTask(row),
    submittedAt: row.submittedAt?.toISOString() ?? null, closedAt: row.closedAt?.toISOString() ?? null, version: row.version, updatedAt: row.updatedAt.toISOString(),
  }));
}

/** A claim on hold counts as that until its date, whatever made it stuck before. */
function presentCause(row: Pick<Row, 'stuckCause' | 'stuckFingerprint' | 'holdUntil'>, now: Date): ClaimInList['stuck'] {
  const name = row.holdUntil !== null && row.holdUntil > now ? 'on-hold' : row.stuckCause;
  const cause = name !== null && Object.hasOwn(STUCK_CAUSES, name) ? STUCK_CAUSES[name as StuckCause] : null;
  return cause && { cause: name as StuckCause, kind: cause.kind, label: cause.label, fix: cause.fix, fingerprint: row.stuckFingerprint };
}

function presentTask(row: Row): ClaimInList['task'] {
  if (row.taskId === null || row.taskType === null || row.taskDueAt === null) return null;
  return {
    id: row.taskId, type: row.taskType, title: isTaskType(row.taskType) ? taskType(row.taskType).title : row.taskType, dueAt: row.taskDueAt.toISOString(),
    holder: row.taskHolderId === null ? null : { id: row.taskHolderId, name: row.taskHolderName ?? '' },
  };
}
