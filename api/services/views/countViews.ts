import { tasksContract } from '../../contract/tasks';
import { type Act } from '../../http/act';
import { countTasksOf } from '../tasks/inbox';
import { listViews } from './savedViews';

/** How many open tasks each saved view of the inbox shows this person just now. A view its list would refuse today (its filters changed) has no count. */
export async function countViews(act: Act): Promise<{ viewId: string; count: number }[]> {
  const counted: { viewId: string; count: number }[] = [];
  for (const { id, query } of await listViews(act, 'tasks')) {
    const parsed = tasksContract.listTasks.query.safeParse(query);
    if (parsed.success) counted.push({ viewId: id, count: await countTasksOf(act, parsed.data) });
  }
  return counted;
}
