import { isRole, type Role, workableRoles } from '../../../domain/roles';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { refreshJourney } from '../journeys/refresh';
import { leaveOf } from '../staff/substitutes';
import { type ChangedTask, type LockedTask, requireNotHeldByOther, requireOpen, requireRole } from './lockTask';
import { resumedClock } from './pause';
import { recordTaskEvent } from './taskEvents';

export { recordTaskEvent };

interface Person {
  readonly id: string;
  readonly name: string;
}

const SUPERVISORS: readonly Role[] = ['charge-nurse', 'billing-supervisor', 'manager', 'administrator'];

/** Take a task. Taking what one holds already changes nothing; a substitute takes it for the one on leave, who can get it back. */
export async function claimTask(act: Act, task: LockedTask): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  const me = { id: act.principal.id, name: act.principal.name };
  if (task.holderId === me.id) return unchanged(task);
  if (task.isCovered) return setHolder(act, task, { holder: me, ownerId: task.ownerId ?? task.holderId, kind: 'covered', targetId: task.holderId, comment: null });
  return setHolder(act, task, { holder: me, ownerId: null, kind: 'claimed', targetId: me.id, comment: null });
}

/** Put a task back for the others. What somebody delegated goes back to them, not to everybody. */
export async function releaseTask(act: Act, task: LockedTask): Promise<ChangedTask> {
  requireOpen(task);
  const isSupervisor = act.principal.roles.some((role) => role === 'charge-nurse' || role === 'billing-supervisor' || role === 'administrator');
  if (!isSupervisor) requireNotHeldByOther(act, task);
  if (task.holderId === null) return unchanged(task);
  if (task.ownerId && task.ownerId !== task.holderId && task.holderId === act.principal.id) return returnToOwner(act, task, null);
  return setHolder(act, task, { holder: null, ownerId: null, kind: 'released', targetId: null, comment: null });
}

/** Hand a task to a colleague who may work it, for good. */
export async function reassignTask(act: Act, task: LockedTask, userId: string, comment: string | null): Promise<ChangedTask> {
  requireOpen(task);
  requireHandingOver(act, task);
  const colleague = await colleagueFor(act, task, userId);
  return setHolder(act, task, { holder: colleague, ownerId: null, kind: 'reassigned', targetId: colleague.id, comment });
}

/** Let a colleague do the task for its holder, who stays its owner and gets it back. */
export async function delegateTask(act: Act, task: LockedTask, userId: string, comment: string | null): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  if (userId === act.principal.id) throw unprocessable('cannot-work-this', 'Choose a colleague, not yourself.');
  const colleague = await colleagueFor(act, task, userId);
  return setHolder(act, task, { holder: colleague, ownerId: task.ownerId ?? task.holderId ?? act.principal.id, kind: 'delegated', targetId: colleague.id, comment });
}

/** Give a delegated task back to its owner; the owner and supervisors can also take it back. */
export async function handBackTask(act: Act, task: LockedTask, comment: string | null): Promise<ChangedTask> {
  requireOpen(task);
  if (!task.ownerId) throw unprocessable('not-delegated', 'Nobody delegated this task. Put it back instead.');
  if (task.ownerId !== act.principal.id && !act.principal.roles.some((role) => SUPERVISORS.includes(role))) requireNotHeldByOther(act, task);
  return returnToOwner(act, task, comment);
}

/** Give a task to a team, or to none: its members see it among their team's. Whoever has the role may still work it, so that nothing waits for a team that has gone home. */
export async function assignTeam(act: Act, task: LockedTask, teamId: string | null): Promise<ChangedTask> {
  requireOpen(task);
  requireHandingOver(act, task);
  const team = teamId === null ? null : await selectOne<{ id: string }>(act, 'SELECT id FROM teams WHERE id = ?', [teamId]);
  if (teamId !== null && !team) throw unprocessable('no-such-team', 'There is no such team any more.');
  await execute(act, 'UPDATE tasks SET team_id = ?, version = version + 1, updated_at = ? WHERE id = ?', [teamId, act.now, task.id]);
  await recordTaskEvent(act, task.id, teamId ? 'team-assigned' : 'team-cleared', null, null);
  act.audits.push({ action: 'task.team', resourceType: 'task', resourceId: task.id, patientId: task.patientId, detail: { teamId } });
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  return { ...unchanged(task), version: task.version + 1 };
}

/** Remind about the task later; the due date stays. */
export async function rescheduleTask(act: Act, task: LockedTask, followUpAt: string | null): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  await execute(act, 'UPDATE tasks SET follow_up_at = ?, version = version + 1, updated_at = ? WHERE id = ?', [followUpAt ? new Date(followUpAt) : null, act.now, task.id]);
  await recordTaskEvent(act, task.id, followUpAt ? 'rescheduled' : 'follow-up-cleared', null, null);
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  return { ...unchanged(task), version: task.version + 1 };
}

/** Who could take this task, least loaded first; nobody who is on leave. */
export async function listColleagues(act: Act, task: LockedTask): Promise<{ id: string; name: string; openTasks: number }[]> {
  const rows = await select<{ id: string; name: string; openTasks: number }>(
    act,
    `SELECT u.id, u.display_name AS name, (SELECT COUNT(*) FROM tasks t WHERE t.is_open = 1 AND t.holder_id = u.id) AS openTasks
     FROM staff_users u JOIN staff_roles r ON r.user_id = u.id
     WHERE u.disabled_at IS NULL AND r.role = :role AND u.id <> :me
       AND (:wardId IS NULL OR NOT EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id) OR EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id AND w.ward_id = :wardId))
       AND NOT EXISTS (SELECT 1 FROM staff_absences a WHERE a.user_id = u.id AND a.starts_at <= :now AND a.ends_at > :now AND a.cancelled_at IS NULL)
     ORDER BY openTasks, u.display_name LIMIT 100`,
    { role: task.role, me: act.principal.id, wardId: task.wardId, now: act.now },
  );
  return rows.map((row) => ({ ...row, openTasks: Number(row.openTasks) }));
}

function requireHandingOver(act: Act, task: LockedTask): void {
  if (task.holderId === act.principal.id || task.isCovered || act.principal.roles.some((role) => SUPERVISORS.includes(role))) return;
  throw conflict('task-held', 'Only its holder or a supervisor can hand this task over.', { holder: holderOf(task) });
}

/** A colleague whose roles reach this task, and who is there: somebody on leave names who is instead. */
async function colleagueFor(act: Act, task: LockedTask, userId: string): Promise<Person> {
  const colleague = await selectOne<{ id: string; name: string; roles: string | null }>(
    act,
    'SELECT u.id, u.display_name AS name, (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles FROM staff_users u WHERE u.id = ? AND u.disabled_at IS NULL',
    [userId],
  );
  const roles: Role[] = (colleague?.roles?.split(',') ?? []).filter(isRole);
  if (!colleague || !workableRoles(roles).includes(task.role)) throw unprocessable('cannot-work-this', 'This colleague does not work tasks of this kind.');
  const leave = await leaveOf(act, colleague.id);
  if (leave) throw unprocessable('on-leave', `${colleague.name} is on leave. ${leave.substitute.name} substitutes.`);
  return { id: colleague.id, name: colleague.name };
}

function returnToOwner(act: Act, task: LockedTask, comment: string | null): Promise<ChangedTask> {
  return setHolder(act, task, { holder: { id: task.ownerId ?? '', name: task.ownerName ?? '' }, ownerId: null, kind: 'handed-back', targetId: task.ownerId, comment });
}

interface Holding {
  readonly holder: Person | null;
  readonly ownerId: string | null;
  readonly kind: string;
  readonly targetId: string | null;
  readonly comment: string | null;
}

/** A task that changes hands is nobody's to wait for any more: a clock that stood runs again. */
async function setHolder(act: Act, task: LockedTask, { holder, ownerId, kind, targetId, comment }: Holding): Promise<ChangedTask> {
  const status = holder ? 'accepted' : 'requested';
  const clock = task.pausedAt ? await resumedClock(act, task) : null;
  await execute(
    act,
    `UPDATE tasks SET holder_id = :holder, owner_id = :owner, claimed_at = :claimed, status = :status, version = version + 1, updated_at = :now${clock ? ', paused_at = NULL, resume_at = NULL, clock_from = :now, due_at = :due' : ''} WHERE id = :id`,
    { holder: holder?.id ?? null, owner: ownerId, claimed: holder ? act.now : null, status, now: act.now, due: clock?.dueAt ?? null, id: task.id },
  );
  await recordTaskEvent(act, task.id, kind, targetId, comment);
  if (task.journeyId) await refreshJourney(act, task.journeyId);
  act.audits.push({ action: `task.${kind}`, resourceType: 'task', resourceId: task.id, patientId: task.patientId });
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  return { id: task.id, version: task.version + 1, status, holder: holder && { id: holder.id, name: holder.name } };
}

function unchanged(task: LockedTask): ChangedTask {
  return { id: task.id, version: task.version, status: task.status as ChangedTask['status'], holder: holderOf(task) };
}

function holderOf(task: LockedTask): Person | null {
  return task.holderId ? { id: task.holderId, name: task.holderName ?? '' } : null;
}
