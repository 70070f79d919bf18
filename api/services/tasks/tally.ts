import { type Logger } from 'pino';
import { type Database } from '../../../db/connect';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, select } from '../../http/act';
import { foldDailyCounts } from '../analytics/dailyCounts';
import { foldClaimCounts } from '../claims/counts';
import { FOLD_AT_ONCE, foldAlone } from '../folding';
import { foldSums, type Sums } from '../foldSums';
import { foldBoardTally } from '../journeys/boardTally';
import { type Repeating, repeatEvery } from '../repeat';
import { type Branch, type InboxQuery } from './inboxFilters';

/** Open tasks of one type: how many, and how many of them nobody holds. */
export interface TypeTally {
  readonly type: TaskTypeName;
  readonly n: number;
  readonly unclaimed: number;
}

const FOLD_EVERY_MS = 2_000;
/** What a query may say for the tally to know the answer; the last of them say how to show it. */
const TALLIED: ReadonlySet<keyof InboxQuery> = new Set(['scope', 'holder', 'role', 'wardId', 'type', 'stage', 'limit', 'sort', 'reverse', 'cursor', 'count']);
/** Fewer lines cost a count nothing. */
const WORTH_FOLDING = 200;

/**
 * Open tasks of these branches by type, exact at this moment and without reading one of them: the database keeps the counts as
 * tasks change (migration 0066). Every line stands once, in the counts or among the changes, whenever one looks.
 */
export async function tallyOf(act: Act, branches: readonly Branch[]): Promise<TypeTally[]> {
  if (branches.length === 0) return [];
  const values: Record<string, unknown> = {};
  const places = branches.map((branch, n) => `(${placeSql(branch, n, values)})`).join(' OR ');
  const counted = (table: string) => `SELECT type, is_held, n FROM ${table} WHERE ${places}`;
  const rows = await select<TypeTally>(
    act,
    `SELECT x.type, SUM(x.n) AS n, SUM(CASE WHEN x.is_held = 0 THEN x.n ELSE 0 END) AS unclaimed
     FROM (${counted('task_counts')} UNION ALL ${counted('task_count_changes')}) x GROUP BY x.type HAVING SUM(x.n) > 0`,
    values,
  );
  return rows.map(({ type, n, unclaimed }) => ({ type, n: Number(n), unclaimed: Number(unclaimed) }));
}

/** Can the tally answer how many tasks this query finds? It knows role, ward, type and whether somebody holds them. */
export function isTallied(query: InboxQuery): boolean {
  const { scope, holder } = query;
  const asksForMore = Object.entries(query).some(([name, value]) => value !== undefined && !TALLIED.has(name as keyof InboxQuery));
  return !asksForMore && (scope === 'role' || scope === 'all') && (holder === undefined || holder === 'none' || holder === 'anyone');
}

/** Open tasks by who they are for. */
export const TASK_COUNTS: Sums = { table: 'task_counts', keys: ['role', 'ward_id', 'type', 'is_held'], sums: ['n'] };

/** Fold the changes seen now into the counts, when there are enough to be worth it. Answers how many lines it folded. */
export async function foldTally(database: Database, worthFolding = WORTH_FOLDING): Promise<number> {
  return foldAlone(database, 'tally', (act) => foldSums(act, 'task_count_changes', [TASK_COUNTS], worthFolding));
}

/** Fold the counts of inbox, board, days and claims every few seconds, until stopped. Several API processes may: each line is folded once. */
export function startFoldingTally(database: Database, logger: Logger): Repeating {
  return repeatEvery(FOLD_EVERY_MS, async (isStopped) => {
    try {
      while (!isStopped() && (await foldTally(database)) === FOLD_AT_ONCE);
      while (!isStopped() && (await foldBoardTally(database)) === FOLD_AT_ONCE);
      while (!isStopped() && (await foldDailyCounts(database)) >= FOLD_AT_ONCE);
      while (!isStopped() && (await foldClaimCounts(database)) >= FOLD_AT_ONCE);
    } catch (error) {
      logger.warn({ error: (error as Error).name }, 'counts of tasks and journeys not folded; trying again');
    }
  });
}

function placeSql({ role, wards }: Branch, n: number, values: Record<string, unknown>): string {
  values[`role${n}`] = role;
  if (!wards) return `role = :role${n}`;
  values[`wards${n}`] = [...wards.ids, ...(wards.orNone ? [''] : [])];
  return `role = :role${n} AND ward_id IN (:wards${n})`;
}
