import { type Act } from '../../http/act';
import { Problem } from '../../http/problem';
import { invalid } from '../../http/problem';
import { claimTask, reassignTask, releaseTask, rescheduleTask } from './hold';
import { lockTask, type LockedTask } from './lockTask';

export interface BulkChange {
  readonly action: 'claim' | 'release' | 'assign' | 'reschedule';
  readonly taskIds: readonly string[];
  readonly userId?: string | undefined;
  readonly followUpAt?: string | null | undefined;
}

export interface BulkResult {
  readonly taskId: string;
  readonly done: boolean;
  readonly problem: string | null;
  readonly holder: { id: string; name: string } | null;
}

/** Change many tasks, with a result for each: what can be done is done, nothing is skipped silently. Locks in ID order, so two bulk changes cannot deadlock. */
export async function changeTasks(act: Act, change: BulkChange): Promise<BulkResult[]> {
  if (change.action === 'assign' && !change.userId) throw invalid([{ field: 'userId', message: 'Say who takes the tasks.' }]);
  const results = new Map<string, BulkResult>();
  for (const taskId of [...new Set(change.taskIds)].sort()) {
    const task = await lockTask(act, taskId);
    results.set(taskId, task ? await changeOne(act, task, change) : { taskId, done: false, problem: 'There is no such task.', holder: null });
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

function apply(act: Act, task: LockedTask, change: BulkChange) {
  switch (change.action) {
    case 'claim':
      return claimTask(act, task);
    case 'release':
      return releaseTask(act, task);
    case 'assign':
      return reassignTask(act, task, change.userId ?? '', null);
    case 'reschedule':
      return rescheduleTask(act, task, change.followUpAt ?? null);
  }
}
