import { type z } from 'zod';
import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { CLAIM_STATUS_LABELS, type ClaimStatus } from '../../../domain/claims/status';
import { type groupFixesContract, type groupFixInList, type groupFixItem } from '../../contract/groupFixes';
import { type Act, select, selectOne, trailList } from '../../http/act';
import { cursorTime, decodeCursor, pageOf } from '../../http/cursor';
import { loadPatientsInList } from '../../presenters/patientInList';
import { type ClaimDifference } from '../claims/editClaim';
import { GROUP_FIX_COLUMNS, type GroupFixRow, openRequest, placeOfItem } from './groupFixRow';
import { requestInWords } from './requestInWords';

export type GroupFixInList = z.output<typeof groupFixInList>;
export type GroupFixItem = z.output<typeof groupFixItem>;
type Counts = GroupFixInList['counts'];
const NONE: Counts = { listed: 0, ready: 0, impossible: 0, done: 0, failed: 0, 'left-out': 0 };

/** Group fixes, newest first; only one's own for whoever may see no others. */
export async function listGroupFixes(act: Act, query: z.output<typeof groupFixesContract.listGroupFixes.query>): Promise<{ items: GroupFixInList[]; nextCursor: string | null; total: null }> {
  const parts = ['1 = 1', ...(query.target ? ['g.target = :target'] : []), ...(query.mine || !act.grants.includes('any') ? ['g.created_by = :me'] : [])];
  const cursor = decodeCursor(query.cursor, 2);
  if (cursor) parts.push('(g.created_at, g.id) < (:at, :id)');
  const rows = await select<GroupFixRow>(
    act,
    `SELECT ${GROUP_FIX_COLUMNS} FROM group_fixes g JOIN staff_users u ON u.id = g.created_by WHERE ${parts.join(' AND ')} ORDER BY g.created_at DESC, g.id DESC LIMIT ${query.limit + 1}`,
    { target: query.target, me: act.principal.id, at: cursor && cursorTime(cursor[0]), id: cursor?.[1] },
  );
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
  const counts = await countItems(act, items.map(({ id }) => id));
  return { items: items.map((row) => present(row, counts.get(row.id) ?? NONE)), nextCursor, total: null };
}

/** One group fix: how far it is, and what has come of what was done. */
export async function readGroupFix(act: Act, row: GroupFixRow): Promise<z.input<typeof groupFixesContract.readGroupFix.reply>> {
  const counts = await countItems(act, [row.id]);
  const outcome = row.target === 'claim' ? await claimOutcome(act, row.id) : await incidentOutcome(act, row.id);
  const request = openRequest(act, row);
  const isMine = row.createdBy === act.principal.id;
  return { groupFix: present(row, counts.get(row.id) ?? NONE), request: await requestInWords(act, request), note: request.fix.note ?? null, ...outcome, mayApply: isMine };
}

/** "2 of 3 claims move again": counted from the claims as they stand, never from what was hoped for (camunda#51397). */
async function claimOutcome(act: Act, id: string): Promise<{ openCents: number; solved: number; pending: number; stuckAgain: number }> {
  const row = await selectOne<Record<'openCents' | 'solved' | 'stuckAgain', number>>(
    act,
    `SELECT CAST(COALESCE(SUM(c.open_cents), 0) AS SIGNED) AS openCents, COALESCE(SUM(i.state = 'done' AND c.stuck_cause IS NULL), 0) AS solved, COALESCE(SUM(i.state = 'done' AND c.stuck_cause IS NOT NULL), 0) AS stuckAgain
     FROM group_fix_items i JOIN claims c ON c.id = i.claim_id WHERE i.group_fix_id = ?`,
    [id],
  );
  return { openCents: Number(row?.openCents ?? 0), solved: Number(row?.solved ?? 0), pending: 0, stuckAgain: Number(row?.stuckAgain ?? 0) };
}

/** A retry counts as solved only when its step has passed (camunda#63192). */
async function incidentOutcome(act: Act, id: string): Promise<{ openCents: number; solved: number; pending: number; stuckAgain: number }> {
  const row = await selectOne<Record<'solved' | 'pending' | 'stuckAgain', number>>(
    act,
    `SELECT COALESCE(SUM(n.status IN ('solved', 'skipped', 'cancelled')), 0) AS solved, COALESCE(SUM(n.status IN ('retrying', 'on-hold')), 0) AS pending, COALESCE(SUM(n.status = 'open'), 0) AS stuckAgain
     FROM group_fix_items i JOIN incidents n ON n.id = i.incident_id WHERE i.group_fix_id = ? AND i.state = 'done'`,
    [id],
  );
  return { openCents: 0, solved: Number(row?.solved ?? 0), pending: Number(row?.pending ?? 0), stuckAgain: Number(row?.stuckAgain ?? 0) };
}

interface ItemRow {
  readonly targetId: string; readonly state: GroupFixItem['state']; readonly planEnc: Buffer | null; readonly problemEnc: Buffer | null; readonly number: string; readonly patientId: string | null;
  readonly openCents: number | null; readonly status: string; readonly stuckCause: string | null;
}

const FROM_CLAIM = `i.target_id AS targetId, i.state, i.plan_enc AS planEnc, i.problem_enc AS problemEnc, c.number, c.patient_id AS patientId, c.open_cents AS openCents, c.status, c.stuck_cause AS stuckCause
  FROM group_fix_items i JOIN claims c ON c.id = i.claim_id`;
const FROM_INCIDENT = `i.target_id AS targetId, i.state, i.plan_enc AS planEnc, i.problem_enc AS problemEnc, n.step AS number, COALESCE(j.patient_id, c.patient_id) AS patientId, NULL AS openCents, n.status, NULL AS stuckCause
  FROM group_fix_items i JOIN incidents n ON n.id = i.incident_id LEFT JOIN journeys j ON j.id = n.journey_id LEFT JOIN claims c ON c.id = n.claim_id`;

/** The claims or steps of a group, each with what will change or has changed, or why not. Nothing is left out of this list (camunda#30940, #61253). */
export async function listItems(act: Act, row: GroupFixRow, query: z.output<typeof groupFixesContract.listGroupFixItems.query>): Promise<{ items: GroupFixItem[]; nextCursor: string | null; total: number }> {
  const parts = ['i.group_fix_id = :id', ...(query.state ? ['i.state = :state'] : [])];
  const where = parts.join(' AND ');
  const [after] = decodeCursor(query.cursor, 1) ?? [];
  const rows = await select<ItemRow>(
    act,
    `SELECT ${row.target === 'claim' ? FROM_CLAIM : FROM_INCIDENT} WHERE ${where} ${after ? 'AND i.target_id > :after' : ''} ORDER BY i.target_id LIMIT ${query.limit + 1}`,
    { id: row.id, state: query.state, after },
  );
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM group_fix_items i WHERE ${where}`, { id: row.id, state: query.state });
  const { items, nextCursor } = pageOf(rows, query.limit, (item) => [item.targetId]);
  const patientIds = items.map(({ patientId }) => patientId);
  trailList(act, { action: 'group-fix.read', resourceType: 'group-fix', resourceId: row.id }, patientIds);
  const patients = await loadPatientsInList(act, patientIds);
  return { items: items.map((item) => presentItem(act, row, item, (item.patientId && patients.get(item.patientId)?.name) || null)), nextCursor, total: Number(total?.n ?? 0) };
}

function presentItem(act: Act, { id, target }: GroupFixRow, item: ItemRow, patient: string | null): GroupFixItem {
  const { cipher } = act.database;
  const stuck = item.stuckCause !== null && Object.hasOwn(STUCK_CAUSES, item.stuckCause) ? STUCK_CAUSES[item.stuckCause as StuckCause].label : null;
  return {
    id: item.targetId, number: item.number, patient, openCents: item.openCents === null ? null : Number(item.openCents), state: item.state,
    changes: cipher.openJson<ClaimDifference[]>(placeOfItem('plan_enc', id, item.targetId), item.planEnc) ?? [],
    problem: cipher.openJson<string>(placeOfItem('problem_enc', id, item.targetId), item.problemEnc) ?? (item.state === 'left-out' ? 'Left out: the group fix was stopped.' : null),
    now: target === 'claim' ? (stuck ?? CLAIM_STATUS_LABELS[item.status as ClaimStatus] ?? item.status) : item.status,
    isSolved: target === 'claim' ? item.stuckCause === null : ['solved', 'skipped', 'cancelled'].includes(item.status),
  };
}

function present(row: GroupFixRow, counts: Counts): GroupFixInList {
  return {
    id: row.id, target: row.target, action: row.action, state: row.state, total: row.total, counts, createdBy: { id: row.createdBy, name: row.createdByName }, createdAt: row.createdAt.toISOString(),
    plannedAt: row.plannedAt?.toISOString() ?? null, appliedAt: row.appliedAt?.toISOString() ?? null, endedAt: row.endedAt?.toISOString() ?? null, version: row.version,
  };
}

async function countItems(act: Act, ids: readonly string[]): Promise<Map<string, Counts>> {
  const found = new Map<string, Counts>();
  if (ids.length === 0) return found;
  const rows = await select<{ id: string; state: keyof Counts; n: number }>(act, 'SELECT group_fix_id AS id, state, COUNT(*) AS n FROM group_fix_items WHERE group_fix_id IN (:ids) GROUP BY group_fix_id, state', { ids });
  for (const { id, state, n } of rows) found.set(id, { ...(found.get(id) ?? NONE), [state]: Number(n) });
  return found;
}
