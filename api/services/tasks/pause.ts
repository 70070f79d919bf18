import { dueTime, pauseClock, rungTimes } from '../../../domain/tasks/slaClock';
import { taskType } from '../../../domain/tasks/types';
import { taskClockId } from '../../../workflows/contracts/ids';
import { type RungDelay, SIGNALS, type TaskPaused, type TaskResumed } from '../../../workflows/contracts/messages';
import { type Act, execute } from '../../http/act';
import { invalid, unprocessable } from '../../http/problem';
import { refreshJourney } from '../journeys/refresh';
import { hospitalZone } from '../staff/hospitalZone';
import { type ChangedTask, type LockedTask, requireNotHeldByOther, requireOpen, requireRole } from './lockTask';
import { recordTaskEvent } from './taskEvents';

/** When the rungs of a task fire if its clock runs on from `from`, as delays: the workflow's time may be ahead of the record's. */
export function rungDelays(task: Pick<LockedTask, 'type'>, spentMs: number, from: Date): RungDelay[] {
  return rungTimes(taskType(task.type), hospitalZone(), spentMs, from.getTime()).map(({ rung, at }) => ({ rung, afterMs: at - from.getTime() }));
}

/** Put a task on hold: somebody else has the next move, and its clock stands until then. Only work that allows it; care never does. */
export async function pauseTask(act: Act, task: LockedTask, until: string | null, reason: string): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  const type = taskType(task.type);
  if (!type.mayPause) throw unprocessable('cannot-wait', 'This work cannot be put on hold: its clock runs for the patient’s sake.');
  if (task.pausedAt) throw unprocessable('on-hold', 'This task is on hold already.');
  const resumeAt = until === null ? null : new Date(until);
  if (resumeAt && resumeAt <= act.now) throw invalid([{ field: 'until', message: 'Choose a time ahead.' }]);
  const { spentMs } = pauseClock(type, hospitalZone(), { spentMs: task.clockSpentMs, runsFrom: (task.clockFrom ?? task.createdAt).getTime() }, act.now.getTime());
  await execute(
    act,
    "UPDATE tasks SET status = 'on-hold', holder_id = :me, claimed_at = COALESCE(claimed_at, :now), paused_at = :now, resume_at = :resumeAt, clock_spent_ms = :spentMs, version = version + 1, updated_at = :now WHERE id = :id",
    { me: act.principal.id, now: act.now, resumeAt, spentMs, id: task.id },
  );
  await recordTaskEvent(act, task.id, 'on-hold', null, reason);
  const version = task.version + 1;
  if (task.workflowId) {
    const payload: TaskPaused = { taskId: task.id, version, resumeAfterMs: resumeAt ? resumeAt.getTime() - act.now.getTime() : null };
    act.commands.push({ workflowId: task.workflowId, kind: 'signal', name: SIGNALS.taskPaused, payload, dedupId: taskClockId(task.id, version) });
  }
  await tellOthers(act, task, 'task.paused');
  return { id: task.id, version, status: 'on-hold', holder: { id: act.principal.id, name: act.principal.name } };
}

/** Take a task off hold: its clock goes on where it stopped. */
export async function resumeTask(act: Act, task: LockedTask): Promise<ChangedTask> {
  requireOpen(task);
  requireNotHeldByOther(act, task);
  if (!task.pausedAt) throw unprocessable('not-on-hold', 'This task is not on hold.');
  await takeOffHold(act, task);
  return { id: task.id, version: task.version + 1, status: 'accepted', holder: task.holderId ? { id: task.holderId, name: task.holderName ?? '' } : null };
}

/** The time set for it has come: the workflow takes it off hold. Null when a person was faster. */
export async function endHold(act: Act, task: LockedTask): Promise<RungDelay[] | null> {
  if (!task.isOpen || !task.pausedAt) return null;
  await takeOffHold(act, task);
  return rungDelays(task, task.clockSpentMs, act.now);
}

/** The new due date of a task whose clock runs again from now, and its workflow told of it. */
export async function resumedClock(act: Act, task: LockedTask): Promise<{ dueAt: Date }> {
  if (task.workflowId && act.principal.kind === 'person') {
    const version = task.version + 1;
    const payload: TaskResumed = { taskId: task.id, version, rungs: rungDelays(task, task.clockSpentMs, act.now) };
    act.commands.push({ workflowId: task.workflowId, kind: 'signal', name: SIGNALS.taskResumed, payload, dedupId: taskClockId(task.id, version) });
  }
  return { dueAt: new Date(dueTime(taskType(task.type), hospitalZone(), task.clockSpentMs, act.now.getTime())) };
}

async function takeOffHold(act: Act, task: LockedTask): Promise<void> {
  const { dueAt } = await resumedClock(act, task);
  const status = task.holderId ? 'accepted' : 'requested';
  await execute(act, 'UPDATE tasks SET status = ?, paused_at = NULL, resume_at = NULL, clock_from = ?, due_at = ?, version = version + 1, updated_at = ? WHERE id = ?', [status, act.now, dueAt, act.now, task.id]);
  await recordTaskEvent(act, task.id, 'resumed', null, null);
  await tellOthers(act, task, 'task.resumed');
}

async function tellOthers(act: Act, task: LockedTask, action: string): Promise<void> {
  if (task.journeyId) await refreshJourney(act, task.journeyId);
  act.audits.push({ action, resourceType: 'task', resourceId: task.id, patientId: task.patientId });
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
}
