import { formOf } from '../../../domain/tasks/types';
import { validateForm } from '../../../domain/tasks/validateForm';
import { type Act } from '../../http/act';
import { invalid, staleVersion } from '../../http/problem';
import { holdJourney } from '../journeys/progress';
import { effectOf } from './effects';
import { finishTask } from './finish';
import { type ChangedTask, type LockedTask, requireNotHeldByOther, requireOpen, requireRole } from './lockTask';

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
  if (task.journeyId) await holdJourney(act, task.journeyId);
  const effect = effectOf(task.type);
  const form = formOf(task.type);
  const outcome = validateForm(form, values, (await effect.input?.(act, task, values)) ?? {});
  if (!outcome.ok) throw invalid(outcome.problems, 'The form is not complete.');
  const facts = (await effect.apply?.(act, task, outcome.values)) ?? {};
  await finishTask(act, task, outcome.values, facts);
  return { id: task.id, version: task.version + 1, status: 'completed', holder: null };
}
