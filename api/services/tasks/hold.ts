import { type Act, execute, selectOne } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { type Role, workableRoles, isRole } from '../../../domain/roles';
import { select } from '../../http/act';
import { type LockedTask, requireNotHeldByOther, requireOpen, requireRole } from './lockTask';
import { refreshJourney } from '../journeys/refresh';

export interface ChangedTask {
  readonly id: string;
  readonly version: number;
  readonly status: 'requested' | 'accepted' | 'in-progress' | 'on-hold' | 'completed' | 'failed' | 'cancelled';
  readonly holder: { id: string; name: string } | null;
}

/** Take a task. Taking what one holds already changes nothing. */
export async function claimTask(act: Act, task: LockedTask): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  const me = { id: act.principal.id, name: act.principal.name };
  if (task.holderId === me.id) return { id: task.id, version: task.version, status: 'accepted', holder: me };
  return setHolder(act, task, me, 'claimed', null);
}

/** Put a task back for the others. */
export async function releaseTask(act: Act, task: LockedTask): Promise<ChangedTask> {
  requireOpen(task);
  if (!act.principal.roles.some((role) => role === 'charge-nurse' || role === 'billing-supervisor' || role === 'administrator')) requireNotHeldByOther(act, task);
  if (task.holderId === null) return { id: task.id, version: task.version, status: 'requested', holder: null };
  return setHolder(act, task, null, 'released', null);
}

/** Hand a task to a colleague who may work it. */
export async function reassignTask(act: Act, task: LockedTask, userId: string, comment: string | null): Promise<ChangedTask> {
  requireOpen(task);
  const isMine = task.holderId === act.principal.id;
  const mayAssign = act.principal.roles.some((role) => ['charge-nurse', 'billing-supervisor', 'manager', 'administrator'].includes(role));
  if (!isMine && !mayAssign) throw conflict('task-held', 'Only its holder or a supervisor can hand this task over.', { holder: task.holderId ? { id: task.holderId, name: task.holderName ?? '' } : null });
  const colleague = await selectOne<{ id: string; name: string; roles: string | null }>(
    act,
    'SELECT u.id, u.display_name AS name, (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles FROM staff_users u WHERE u.id = ? AND u.disabled_at IS NULL',
    [userId],
  );
  const roles: Role[] = (colleague?.roles?.split(',') ?? []).filter(isRole);
  if (!colleague || !workableRoles(roles).includes(task.role)) throw unprocessable('cannot-work-this', 'This colleague does not work tasks of this kind.');
  return setHolder(act, task, { id: colleague.id, name: colleague.name }, 'reassigned', comment);
}

/** Remind about the task later; the due date stays. */
export async function rescheduleTask(act: Act, task: LockedTask, followUpAt: string | null): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  await execute(act, 'UPDATE tasks SET follow_up_at = ?, version = version + 1, updated_at = ? WHERE id = ?', [followUpAt ? new Date(followUpAt) : null, act.now, task.id]);
  await recordTaskEvent(act, task.id, followUpAt ? 'rescheduled' : 'follow-up-cleared', null, null);
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  return { id: task.id, version: task.version + 1, status: task.status as ChangedTask['status'], holder: task.holderId ? { id: task.holderId, name: task.holderName ?? '' } : null };
}

/** Who could take this task, least loaded first. */
export async function listColleagues(act: Act, task: LockedTask): Promise<{ id: string; name: string; openTasks: number }[]> {
  const rows = await select<{ id: string; name: string; openTasks: number }>(
    act,
    `SELECT u.id, u.display_name AS name, (SELECT COUNT(*) FROM tasks t WHERE t.is_open = 1 AND t.holder_id = u.id) AS openTasks
     FROM staff_users u JOIN staff_roles r ON r.user_id = u.id
     WHERE u.disabled_at IS NULL AND r.role = :role AND u.id <> :me
       AND (:wardId IS NULL OR NOT EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id) OR EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id AND w.ward_id = :wardId))
     ORDER BY openTasks, u.display_name LIMIT 100`,
    { role: task.role, me: act.principal.id, wardId: task.wardId },
  );
  return rows.map((row) => ({ ...row, openTasks: Number(row.openTasks) }));
}

/** One line of a task's history. Comments are sealed. */
export async function recordTaskEvent(act: Act, taskId: string, kind: string, targetId: string | null, comment: string | null): Promise<void> {
  const place = { table: 'task_events', column: 'detail_enc', id: taskId };
  await execute(act, 'INSERT INTO task_events (task_id, kind, actor_id, target_id, detail_enc, at) VALUES (?)', [[taskId, kind, act.principal.kind === 'person' ? act.principal.id : null, targetId, comment === null ? null : act.database.cipher.seal(place, comment), act.now]]);
}

async function setHolder(act: Act, task: LockedTask, holder: { id: string; name: string } | null, kind: string, comment: string | null): Promise<ChangedTask> {
  const status = holder ? 'accepted' : 'requested';
  await execute(act, 'UPDATE tasks SET holder_id = ?, claimed_at = ?, status = ?, version = version + 1, updated_at = ? WHERE id = ?', [holder?.id ?? null, holder ? act.now : null, status, act.now, task.id]);
  await recordTaskEvent(act, task.id, kind, holder?.id ?? null, comment);
  if (task.journeyId) await refreshJourney(act, task.journeyId);
  act.audits.push({ action: `task.${kind}`, resourceType: 'task', resourceId: task.id, patientId: task.patientId });
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  return { id: task.id, version: task.version + 1, status, holder };
}
