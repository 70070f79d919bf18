import { dueTime } from '../../../domain/tasks/slaClock';
import { type SlaRung } from '../../../domain/tasks/taskType';
import { taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { newId } from '../../../db/newId';
import { stepKey } from '../../../workflows/contracts/ids';
import { type RungDelay } from '../../../workflows/contracts/messages';
import { type Act, execute, select, selectOne } from '../../http/act';
import { firstHolders, tellFirst } from './beginsWith';
import { hospitalZone } from '../staff/hospitalZone';
import { rungDelays } from './pause';
import { type TaskHome, type TaskToOpen } from './taskToOpen';

export interface OpenedTask {
  readonly step: string;
  readonly taskId: string;
  readonly type: TaskTypeName;
  /** When its ladder fires, counted from now. */
  readonly rungs: RungDelay[];
}

/** Open tasks, one per workflow and step however often asked; answers their IDs in the order given. */
export async function openTasks(act: Act, home: TaskHome, tasks: readonly TaskToOpen[]): Promise<OpenedTask[]> {
  if (tasks.length === 0) return [];
  const acuity = home.acuity ?? (await acuityOf(act, home.journeyId));
  const holders = await firstHolders(act, home, tasks);
  const keys = tasks.map((task) => stepKey(home.workflowId, task.step));
  const rows = tasks.map((task, index) => {
    const type = taskType(task.type);
    const holder = task.owner ?? holders.get(task.step) ?? null;
    const { form, priority, stage, onWard } = type;
    const role = task.owner?.role ?? type.role;
    const id = newId();
    const input = task.round === undefined ? null : act.database.cipher.sealJson({ table: 'tasks', column: 'input_enc', id }, { round: task.round });
    const dueAt = task.dueAt ?? new Date(dueTime(type, hospitalZone(), 0, act.now.getTime()));
    return [id, keys[index], home.workflowId, home.journeyId, home.encounterId, home.patientId, home.claimId, task.type, form.version, stage, role,
      onWard ? home.wardId : null, priority, acuity, dueAt, task.focusType ?? null, task.focusId ?? null, input, holder?.id ?? null, holder ? act.now : null, holder ? 'accepted' : 'requested', act.now, act.now];
  });
  const inserted = await execute(
    act,
    `INSERT INTO tasks (id, dedup_id, workflow_id, journey_id, encounter_id, patient_id, claim_id, type, form_version, stage, role, ward_id, priority, acuity, due_at, focus_type, focus_id, input_enc, holder_id, claimed_at, status, created_at, updated_at)
     VALUES ${rows.map(() => '(?)').join(', ')} ON DUPLICATE KEY UPDATE version = version`,
    rows,
  );
  // All of them new: the IDs are those just made. Else some were open already, under IDs of their own.
  const stored = inserted === rows.length ? rows.map(([id, dedupId]) => ({ id: String(id), dedupId: String(dedupId) })) : await select<{ id: string; dedupId: string }>(act, 'SELECT id, dedup_id AS dedupId FROM tasks WHERE dedup_id IN (:keys)', { keys });
  const ids = new Map(stored.map((row) => [row.dedupId, row.id]));
  for (const task of tasks) if (taskType(task.type).beginsWith) await tellFirst(act, home, { id: ids.get(stepKey(home.workflowId, task.step)) ?? '', type: task.type }, holders.get(task.step) ?? null);
  for (const task of tasks) act.announcements.push({ topic: 'task', id: ids.get(stepKey(home.workflowId, task.step)) ?? '', roles: [task.owner?.role ?? taskType(task.type).role] });
  return tasks.map((task) => ({ step: task.step, taskId: ids.get(stepKey(home.workflowId, task.step)) ?? '', type: task.type, rungs: delaysOf(task, act.now) }));
}

async function acuityOf(act: Act, journeyId: string | null): Promise<number> {
  const journey = journeyId === null ? null : await selectOne<{ news2: number | null }>(act, 'SELECT news2 FROM journeys WHERE id = ?', [journeyId]);
  return journey?.news2 ?? -1;
}

/** When its ladder fires, counted from now. With a date of its own the whole ladder moves with it; what has passed by then fires at once. */
function delaysOf(task: TaskToOpen, now: Date): RungDelay[] {
  const rungs = rungDelays(task, 0, now);
  if (!task.dueAt) return rungs;
  const moved = task.dueAt.getTime() - now.getTime() - (rungs.find(({ rung }) => rung === 'due')?.afterMs ?? 0);
  return rungs.map(({ rung, afterMs }) => ({ rung, afterMs: Math.max(0, afterMs + moved) }));
}

/** Cancel open tasks of a workflow: those named, or all. Returns how many and the journeys touched. */
export async function cancelTasks(act: Act, workflowId: string, taskIds: readonly string[] | null): Promise<{ cancelled: number; journeyIds: string[] }> {
  const open = await select<{ id: string; journeyId: string | null; patientId: string | null }>(
    act,
    `SELECT id, journey_id AS journeyId, patient_id AS patientId FROM tasks WHERE workflow_id = :workflowId AND is_open = 1 ${taskIds ? 'AND id IN (:taskIds)' : ''} ORDER BY id FOR UPDATE`,
    { workflowId, taskIds: taskIds?.length ? taskIds : ['-'] },
  );
  if (open.length === 0) return { cancelled: 0, journeyIds: [] };
  const ids = open.map((task) => task.id);
  await execute(act, "UPDATE tasks SET status = 'cancelled', holder_id = NULL, paused_at = NULL, resume_at = NULL, outcome = 'cancelled', version = version + 1, updated_at = :now WHERE id IN (:ids)", { now: act.now, ids });
  await execute(act, `INSERT INTO task_events (task_id, kind, actor_id, at) VALUES ${ids.map(() => '(?)').join(', ')}`, ids.map((id) => [id, 'cancelled', null, act.now]));
  act.audits.push({ action: 'tasks.cancelled', resourceType: 'task', patientId: open[0]?.patientId ?? null, detail: { taskIds: ids } });
  for (const id of ids) act.announcements.push({ topic: 'task', id });
  return { cancelled: ids.length, journeyIds: [...new Set(open.map((task) => task.journeyId).filter((id): id is string => id !== null))] };
}

const RUNG_STATE: Readonly<Record<SlaRung, 'warned' | 'breached'>> = { warning: 'warned', due: 'breached', 'charge-nurse': 'breached', 'on-call': 'breached' };

/** Record that a rung fired. False when the task is closed or on hold, or the rung has fired: a ladder fires once and never outlives its work. */
export async function recordSlaFiring(act: Act, task: { id: string; isOpen: boolean; pausedAt: Date | null }, rung: SlaRung): Promise<boolean> {
  if (!task.isOpen || task.pausedAt) return false;
  const fired = await execute(act, 'INSERT IGNORE INTO sla_firings (task_id, rung, fired_at) VALUES (?, ?, ?)', [task.id, rung, act.now]);
  if (fired === 0) return false;
  await execute(act, 'UPDATE tasks SET sla_rung = ?, priority = CASE WHEN ? THEN LEAST(priority, 1) ELSE priority END, updated_at = ? WHERE id = ?', [rung, RUNG_STATE[rung] === 'breached', act.now, task.id]);
  await execute(act, 'INSERT INTO task_events (task_id, kind, actor_id, at) VALUES (?)', [[task.id, `sla-${rung}`.slice(0, 20), null, act.now]]);
  return true;
}
