import { type FormValue, type FormValues } from '../../../domain/tasks/form';
import { formOf } from '../../../domain/tasks/types';
import { flowValues, validateForm } from '../../../domain/tasks/validateForm';
import { completeTaskId } from '../../../workflows/contracts/ids';
import { type CompletedTask, UPDATES } from '../../../workflows/contracts/messages';
import { type Act, execute } from '../../http/act';
import { invalid, staleVersion } from '../../http/problem';
import { recordJourneyEvent } from '../journeys/events';
import { lockJourney } from '../journeys/progress';
import { refreshJourney } from '../journeys/refresh';
import { effectOf } from './effects';
import { type ChangedTask, type LockedTask, requireNotHeldByOther, requireOpen, requireRole } from './lockTask';
import { recordTaskEvent } from './taskEvents';

/**
 * Complete a task: its effect on the record, its history and the Update to its workflow commit together, so the work is done even
 * while Temporal is away. Nobody has to claim first; a task held by somebody else is refused with the holder's name.
 */
export async function completeTask(act: Act, task: LockedTask, version: number, values: unknown): Promise<ChangedTask> {
  requireOpen(task);
  requireRole(act, task);
  requireNotHeldByOther(act, task);
  if (version !== task.version) throw staleVersion(task.version);
  // Rows written below share-lock the journey through their foreign keys; taking it outright first keeps two completions from deadlocking.
  if (task.journeyId) await lockJourney(act, task.journeyId);
  const effect = effectOf(task.type);
  const form = formOf(task.type);
  const outcome = validateForm(form, values, (await effect.input?.(act, task)) ?? {});
  if (!outcome.ok) throw invalid(outcome.problems, 'The form is not complete.');
  const facts = (await effect.apply?.(act, task, outcome.values)) ?? {};
  await finishTask(act, task, outcome.values, facts);
  return { id: task.id, version: task.version + 1, status: 'completed', holder: null };
}

/** The work of a task is done and on record: close it and tell its workflow. */
export async function finishTask(act: Act, task: LockedTask, values: FormValues, facts: Readonly<Record<string, FormValue>>): Promise<void> {
  await closeTask(act, task, values, facts);
  await tellWorkflow(act, task, { taskId: task.id, type: task.type, version: task.version, values: flowValues(formOf(task.type), values), facts });
  act.audits.push({ action: 'task.completed', resourceType: 'task', resourceId: task.id, patientId: task.patientId, detail: { type: task.type, values } });
}

async function closeTask(act: Act, task: LockedTask, values: FormValues, facts: Readonly<Record<string, FormValue>>): Promise<void> {
  const sealed = act.database.cipher.sealJson({ table: 'tasks', column: 'output_enc', id: task.id }, values);
  const decision = values['decision'];
  await execute(
    act,
    `UPDATE tasks SET status = 'completed', paused_at = NULL, resume_at = NULL, output_enc = ?, outcome = ?, draft_enc = NULL, draft_by = NULL, completed_at = ?, completed_by = ?, version = version + 1, updated_at = ? WHERE id = ?`,
    [sealed, typeof decision === 'string' ? decision : 'done', act.now, act.principal.id, act.now, task.id],
  );
  await recordTaskEvent(act, task.id, 'completed', null, null);
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  if (!task.journeyId) return;
  await recordJourneyEvent(act, {
    journeyId: task.journeyId, stage: task.stage ?? 'admission', activity: task.type, durationMs: act.now.getTime() - task.createdAt.getTime(),
    referenceType: 'task', referenceId: task.id, dedupId: `task/${task.id}/completed`,
    ...(typeof facts['note'] === 'string' ? { detail: facts['note'] } : {}),
  });
  await refreshJourney(act, task.journeyId);
}

async function tellWorkflow(act: Act, task: LockedTask, completed: CompletedTask): Promise<void> {
  if (!task.workflowId) return;
  act.commands.push({ workflowId: task.workflowId, kind: 'update', name: UPDATES.completeTask, payload: completed, dedupId: completeTaskId(task.id, task.version) });
}
