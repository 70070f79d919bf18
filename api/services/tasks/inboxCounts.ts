import { isTaskType, taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, select, selectOne } from '../../http/act';
import { peopleCoveredBy } from '../staff/substitutes';
import { branchSql, filterInbox } from './inboxFilters';

export interface InboxCounts {
  mine: number;
  role: number;
  unclaimed: number;
  overdue: number;
  byType: { type: TaskTypeName; title: string; count: number }[];
}

interface TypeRow {
  type: TaskTypeName;
  n: number;
  unclaimed: number;
  overdue: number;
}

/** Counts for the inbox's chips: what this person holds, could take, and what is overdue among it. One index answers all of it. */
export async function countTasks(act: Act): Promise<InboxCounts> {
  const holders = [act.principal.id, ...(await peopleCoveredBy(act, act.principal.id))];
  const mine = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM tasks t WHERE t.is_open = 1 AND t.holder_id IN (:holders)', { holders });
  const { branches } = await filterInbox(act, { scope: 'role', limit: 1, sort: 'due' });
  const values: Record<string, unknown> = { now: act.now };
  const parts = branches.map((branch, n) => `(SELECT t.type, COUNT(*) AS n, SUM(t.holder_id IS NULL) AS unclaimed, SUM(t.due_at < :now) AS overdue
    FROM tasks t FORCE INDEX (tasks_inbox_counts) WHERE ${branchSql(branch, n, values)} GROUP BY t.type)`);
  const rows = parts.length === 0 ? [] : await select<TypeRow>(act, `SELECT x.type, SUM(x.n) AS n, SUM(x.unclaimed) AS unclaimed, SUM(x.overdue) AS overdue FROM (${parts.join(' UNION ALL ')}) x GROUP BY x.type`, values);
  const sum = (pick: (row: TypeRow) => number) => rows.reduce((total, row) => total + Number(pick(row)), 0);
  return {
    mine: Number(mine?.n ?? 0),
    role: sum((row) => row.n),
    unclaimed: sum((row) => row.unclaimed),
    overdue: sum((row) => row.overdue),
    byType: rows.filter((row) => isTaskType(row.type)).map((row) => ({ type: row.type, title: taskType(row.type).title, count: Number(row.n) })).sort((a, b) => b.count - a.count),
  };
}
