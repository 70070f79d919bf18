import { type z } from 'zod';
import { type FormValue } from '../../../domain/tasks/form';
import { formOf } from '../../../domain/tasks/types';
import { type taskDetail } from '../../contract/tasks';
import { type Act, execute, select } from '../../http/act';
import { stillThere } from '../../http/stillThere';
import { effectOf } from './effects';
import { tasksWhere } from './inbox';
import { type LockedTask, mayWork, requireNotHeldByOther, requireOpen, requireRole } from './lockTask';

type TaskDetail = z.infer<typeof taskDetail>;

/** A task with its form, what it brings along, this person's draft, and its history. */
export async function readTask(act: Act, task: LockedTask): Promise<TaskDetail> {
  const { cipher } = act.database;
  act.audits.push({ action: 'task.read', resourceType: 'task', resourceId: task.id, patientId: task.patientId });
  act.trailNow?.();
  const [[inList], input, history] = await Promise.all([
    tasksWhere(act, 't.id = :id', { id: task.id }, 1),
    task.isOpen ? effectOf(task.type).input?.(act, task) : undefined,
    readHistory(act, task.id),
  ]);
  const summary = stillThere(inList, 'task');
  const open = (column: string, sealed: Buffer | null) => cipher.openJson<Record<string, FormValue>>({ table: 'tasks', column, id: task.id }, sealed);
  const draft = task.draftBy === act.principal.id ? open('draft_enc', task.draftEnc) : null;
  return {
    task: summary,
    form: { version: task.formVersion, fields: formOf(task.type).fields.map((field) => ({ ...field })) },
    input: (input ?? {}) as TaskDetail['input'],
    draft: draft && task.draftSavedAt ? { values: draft, savedAt: task.draftSavedAt.toISOString() } : null,
    output: open('output_enc', task.outputEnc),
    completedAt: task.completedAt?.toISOString() ?? null,
    completedBy: task.completedById && task.completedBy ? { id: task.completedById, name: task.completedBy } : null,
    mayWork: task.isOpen && mayWork(act, task) && (task.holderId === null || task.holderId === act.principal.id || task.isCovered),
    history,
  };
}

/** Keep what somebody typed; the next person to open the task starts fresh. */
export async function saveDraft(act: Act, task: LockedTask, values: unknown): Promise<{ savedAt: string }> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  const sealed = act.database.cipher.sealJson({ table: 'tasks', column: 'draft_enc', id: task.id }, values);
  await execute(act, 'UPDATE tasks SET draft_enc = ?, draft_by = ?, draft_saved_at = ? WHERE id = ?', [sealed, act.principal.id, act.now, task.id]);
  act.audits.push({ action: 'task.draftSaved', resourceType: 'task', resourceId: task.id, patientId: task.patientId });
  return { savedAt: act.now.toISOString() };
}

async function readHistory(act: Act, taskId: string): Promise<TaskDetail['history']> {
  const rows = await select<{ kind: string; at: Date; actor: string | null; target: string | null; detailEnc: Buffer | null }>(
    act,
    `SELECT e.kind, e.at, a.display_name AS actor, t.display_name AS target, e.detail_enc AS detailEnc
     FROM task_events e LEFT JOIN staff_users a ON a.id = e.actor_id LEFT JOIN staff_users t ON t.id = e.target_id WHERE e.task_id = ? ORDER BY e.id DESC LIMIT 200`,
    [taskId],
  );
  const place = { table: 'task_events', column: 'detail_enc', id: taskId };
  return rows.map(({ detailEnc, at, ...row }) => ({ ...row, at: at.toISOString(), comment: detailEnc ? act.database.cipher.open(place, detailEnc) : null }));
}
