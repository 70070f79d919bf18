import { isTaskType, taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, selectOne } from '../../http/act';
import { peopleCoveredBy } from '../staff/substitutes';
import { branchSql, filterInbox, isSmall } from './inboxFilters';
import { tallyOf, type TypeTally } from './tally';

export interface InboxCounts {
  mine: number;
  role: number;
  unclaimed: number;
  overdue: number;
  byType: { type: TaskTypeName; title: string; count: number }[];
}

/** Counts for the inbox's chips: what this person holds, could take, and what is overdue among it. */
export async function countTasks(act: Act): Promise<InboxCounts> {
  const holders = [act.principal.id, ...(await peopleCoveredBy(act, act.principal.id))];
  const mine = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM tasks t WHERE t.is_open = 1 AND t.holder_id IN (:holders)', { holders });
  const { branches } = await filterInbox(act, { scope: 'role', limit: 1, sort: 'due' });
  const values: Record<string, unknown> = { now: act.now };
  const tallies = await tallyOf(act, branches);
  const late = branches.map((branch, n) => `(SELECT COUNT(*) AS n FROM tasks t FORCE INDEX (${isSmall(branch) ? 'tasks_inbox_ward' : 'tasks_inbox_role'}) WHERE ${branchSql(branch, n, values)} AND t.due_at < :now)`);
  const overdue = late.length === 0 ? null : await selectOne<{ n: number }>(act, `SELECT SUM(x.n) AS n FROM (${late.join(' UNION ALL ')}) x`, values);
  const sum = (pick: (tally: TypeTally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    mine: Number(mine?.n ?? 0),
    role: sum(({ n }) => n),
    unclaimed: sum(({ unclaimed }) => unclaimed),
    overdue: Number(overdue?.n ?? 0),
    byType: tallies.filter(({ type }) => isTaskType(type)).map(({ type, n }) => ({ type, title: taskType(type).title, count: n })).sort((a, b) => b.count - a.count),
  };
}
