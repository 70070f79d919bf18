import { type z } from 'zod';
import { type tasksContract } from '../../contract/tasks';
import { type Act } from '../../http/act';
import { invalid, Problem } from '../../http/problem';
import { readVerdicts } from '../rights/access';
import { assignTeam, claimTask, delegateTask, reassignTask, releaseTask, rescheduleTask } from './hold';
import { type ChangedTask, lockTask, type LockedTask } from './lockTask';

export type BulkChange = z.output<typeof tasksContract.changeTasks.body>;

export interface BulkResult {
  readonly taskId: string;
  readonly done: boolean;
  readonly problem: string | null;
  readonly holder: { id: string; name: string } | null;
}

/** Change many tasks, with a result for each: what can be done is done, nothing is skipped silently. Locks in ID order, so two bulk changes cannot deadlock. */
export async function changeTasks(act: Act, change: BulkChange): Promise<BulkResult[]> {
  const needsPerson = change.action === 'delegate' || (change.action === 'assign' && change.teamId === undefined);
  if (needsPerson && !change.userId) throw invalid([{ field: 'userId', message: 'Say who takes the tasks.' }]);
  const results = new Map<string, BulkResult>();
  for (const taskId of [...new Set(change.taskIds)].sort()) {
    const task = await lockTask(act, taskId);
    const [verdict] = task?.patientId ? await readVerdicts(act, [{ patientId: task.patientId, encounterId: task.encounterId }]) : ['open'];
    results.set(taskId, task && verdict === 'open' ? await changeOne(act, task, change) : { taskId, done: false, problem: 'There is no such task.', holder: null });
  }
  return change.taskIds.map((taskId) => results.get(taskId) as BulkResult);
}

async function changeOne(act: Act, task: LockedTask, change: BulkChange): Promise<BulkResult> {
  try {
    const changed = await apply(act, task, change);
    return { taskId: task.id, done: true, problem: null, holder: changed.holder };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { taskId: task.id, done: false, problem: error.title, holder: error.options.holder ?? null };
  }
}

function apply(act: Act, task: LockedTask, change: BulkChange): Promise<ChangedTask> {
  switch (change.action) {
    case 'claim':
      return claimTask(act, task);
    case 'release':
      return releaseTask(act, task);
    case 'assign':
      return change.teamId === undefined ? reassignTask(act, task, change.userId ?? '', change.comment ?? null) : assignTeam(act, task, change.teamId);
    case 'delegate':
      return delegateTask(act, task, change.userId ?? '', change.comment ?? null);
    case 'reschedule':
      return rescheduleTask(act, task, change.followUpAt ?? null);
  }
}
