import { type FormValue, type FormValues } from '../../../domain/tasks/form';
import { formOf } from '../../../domain/tasks/types';
import { flowValues } from '../../../domain/tasks/validateForm';
import { completeTaskId } from '../../../workflows/contracts/ids';
import { type CompletedTask, UPDATES } from '../../../workflows/contracts/messages';
import { type Act, executeLater } from '../../http/act';
import { recordJourneyEvent } from '../journeys/events';
import { refreshJourney } from '../journeys/refresh';
import { type LockedTask } from './lockTask';
import { recordTaskEvent } from './taskEvents';

type Facts = Readonly<Record<string, FormValue>>;

/**
 * The work of a task is done and on record: close it and tell its workflow. With `payerSays` it was no person who did it: a payer’s answer has
 * made it needless, and its history says so.
 */
export async function finishTask(act: Act, task: LockedTask, values: FormValues, facts: Facts, payerSays: string | null = null): Promise<void> {
  await closeTask(act, task, values, facts, payerSays);
  await tellWorkflow(act, task, { taskId: task.id, type: task.type, version: task.version, values: flowValues(formOf(task.type), values), facts });
  act.audits.push({ action: 'task.completed', resourceType: 'task', resourceId: task.id, patientId: task.patientId, detail: { type: task.type, values } });
}

async function closeTask(act: Act, task: LockedTask, values: FormValues, facts: Facts, payerSays: string | null): Promise<void> {
  const sealed = act.database.cipher.sealJson({ table: 'tasks', column: 'output_enc', id: task.id }, values);
  const decision = values['decision'];
  await executeLater(
    act,
    `UPDATE tasks SET status = 'completed', paused_at = NULL, resume_at = NULL, output_enc = ?, outcome = ?, draft_enc = NULL, draft_by = NULL, completed_at = ?, completed_by = ?, version = version + 1, updated_at = ? WHERE id = ?`,
    [sealed, typeof decision === 'string' ? decision : 'done', act.now, payerSays === null ? act.principal.id : null, act.now, task.id],
  );
  await recordTaskEvent(act, task.id, 'completed', null, payerSays);
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
  if (!task.journeyId) return;
  await recordJourneyEvent(act, {
    journeyId: task.journeyId, stage: task.stage ?? 'admission', activity: task.type, durationMs: act.now.getTime() - task.createdAt.getTime(),
    referenceType: 'task', referenceId: task.id, dedupId: `task/${task.id}/completed`, ...(payerSays === null ? {} : { actorKind: 'payer' as const }),
    ...(typeof facts['note'] === 'string' ? { detail: facts['note'] } : {}),
  });
  await refreshJourney(act, task.journeyId);
}

async function tellWorkflow(act: Act, task: LockedTask, completed: CompletedTask): Promise<void> {
  if (!task.workflowId) return;
  act.commands.push({ workflowId: task.workflowId, kind: 'update', name: UPDATES.completeTask, payload: completed, dedupId: completeTaskId(task.id, task.version) });
}
