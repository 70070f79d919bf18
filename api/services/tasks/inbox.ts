import { type Act, select, selectOne, trailList } from '../../http/act';
import { cursorTime, decodeCursor, encodeCursor } from '../../http/cursor';
import { anyBranchSql, branchSql, type Filtered, filterInbox, type InboxQuery, isSmall } from './inboxFilters';
import { type GroupCursor, groupCursorOf, readByGroup } from './inboxGroups';
import { type Reading, readingOf } from './inboxOrders';
import { isTallied, tallyOf } from './tally';
import { presentTasks, TASK_COLUMNS, TASK_JOINS, type TaskInList, type TaskRow } from './taskRow';

interface Page {
  readonly items: TaskInList[];
  readonly nextCursor: string | null;
  readonly total: number | null;
}

const NOTHING: Page = { items: [], nextCursor: null, total: 0 };

/** One page of the inbox, on the trail. Overdue work comes first because it was due first. */
export async function listTasks(act: Act, query: InboxQuery): Promise<Page> {
  const filtered = await filterInbox(act, query);
  if (filtered.branches.length === 0) {
    trailTasks(act, []);
    return NOTHING;
  }
  const isReverse = query.reverse === 'true';
  const areFew = await areFewTasks(act, filtered);
  const total = async () => (query.count ? countMatching(act, query, filtered, areFew) : null);
  if (query.sort === 'holder' || query.sort === 'bed') {
    const cursor = decodeCursor(query.cursor, 4) as GroupCursor | null;
    const [rows, matching] = await Promise.all([readByGroup(act, filtered, query.sort, isReverse, cursor, query.limit + 1), total()]);
    return page(act, rows, query.limit, matching, groupCursorOf);
  }
  const reading = readingOf(query.sort, isReverse);
  const cursor = decodeCursor(query.cursor, reading.length);
  if (areFew) {
    const rows = await readFew(act, filtered, reading, cursor, query.limit + 1);
    const matching = async () => Number(rows[0]?.matching ?? (cursor || reading.only ? await total() : 0));
    return page(act, rows, query.limit, query.count ? await matching() : null, reading.cursorOf);
  }
  const index = query.sort === 'due' && query.type ? 'tasks_inbox_type' : reading.index;
  const [rows, matching] = await Promise.all([readInOrder(act, filtered, { ...reading, index }, cursor, query.limit + 1), total()]);
  return page(act, rows, query.limit, matching, reading.cursorOf);
}

/** How many tasks a query finds, without reading one of them. */
export async function countTasksOf(act: Act, query: InboxQuery): Promise<number> {
  const filtered = await filterInbox(act, query);
  return filtered.branches.length === 0 ? 0 : countMatching(act, query, filtered, await areFewTasks(act, filtered));
}

/** Tasks by a fixed condition, e.g. the open ones of a journey. `where` is our own SQL; values are bound. */
export async function tasksWhere(act: Act, where: string, values: Record<string, unknown>, limit = 200): Promise<TaskInList[]> {
  return presentTasks(act, await select<TaskRow>(act, `SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE ${where} ORDER BY t.due_at, t.id LIMIT ${limit}`, values));
}

async function page<Row extends TaskRow>(act: Act, rows: readonly Row[], limit: number, total: number | null, cursorOf: (row: Row) => readonly (string | number)[]): Promise<Page> {
  const shown = rows.slice(0, limit);
  const last = shown[shown.length - 1];
  trailTasks(act, shown);
  return { items: await presentTasks(act, shown), nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null, total };
}

function trailTasks(act: Act, rows: readonly TaskRow[]): void {
  trailList(act, { action: 'task.list', resourceType: 'task' }, rows.map(({ patientId }) => patientId));
}

/** From so many branches on, a name is looked for in all tasks by their due dates: each branch by itself would be read until it has a page of its own. */
const MANY_BRANCHES = 4;

/**
 * Each branch gives its first rows by the index that holds it in this order, and the firsts of all are merged: a page costs
 * the same whether a hundred tasks are open or a hundred thousand. The index is named, because the optimiser's estimates
 * turn over as tables grow.
 */
async function readInOrder(act: Act, { conditions, byName, values, branches, isNarrow }: Filtered, reading: Reading, cursor: (string | number | null)[] | null, size: number): Promise<TaskRow[]> {
  const bound = { ...values, ...valuesOf(cursor) };
  const more = [...conditions, ...(reading.only ? [reading.only] : []), ...(cursor ? [`(${reading.after})`] : [])];
  const part = (from: string, ...where: readonly string[]) =>
    `(SELECT ${reading.columns.map((column) => `t.${column}`).join(', ')} FROM ${from} WHERE ${[...where, ...more].join(' AND ')} ORDER BY ${reading.orderOf('t')} LIMIT ${size})`;
  const recognised = byName ? [byName.recognised] : [];
  const isByDue = reading.index === 'tasks_inbox_role';
  const parts = isNarrow ? [part('tasks t', anyBranchSql(branches, bound), ...recognised)]
    : byName?.search && (!isByDue || (await byName.areFew())) ? [part(byName.search.from, anyBranchSql(branches, bound), ...byName.search.conditions)]
    : byName && branches.length >= MANY_BRANCHES && branches.every(({ wards }) => wards === null) ? [part('tasks t FORCE INDEX (tasks_inbox_due)', anyBranchSql(branches, bound), ...recognised)]
    : branches.map((branch, n) => part(`tasks t FORCE INDEX (${isSmall(branch) ? 'tasks_inbox_ward' : reading.index})`, branchSql(branch, n, bound), ...recognised));
  return select<TaskRow>(
    act,
    `SELECT ${TASK_COLUMNS} FROM (SELECT x.* FROM (${parts.join(' UNION ALL ')}) x ORDER BY ${reading.orderOf('x')} LIMIT ${size}) p JOIN tasks t ON t.id = p.id ${TASK_JOINS} ORDER BY ${reading.orderOf('p')}`,
    bound,
  );
}

/** So few tasks of some wards are looked through, in their index alone. */
const FEW_TASKS = 4_000;

/** For a name that thousands may bear in the rest of the house: is it faster to look through everything on these wards? */
async function areFewTasks(act: Act, { byName, branches, isNarrow }: Filtered): Promise<boolean> {
  if (isNarrow || !byName || !branches.every(isSmall)) return false;
  return (await tallyOf(act, branches)).reduce((sum, { n }) => sum + n, 0) <= FEW_TASKS;
}

/** One page of few tasks whose patients bear a name, each with how many do: names are looked for once for both. */
async function readFew(act: Act, { conditions, byName, values, branches }: Filtered, { columns, only, after, orderOf }: Reading, cursor: (string | number | null)[] | null, size: number): Promise<(TaskRow & { readonly matching: number })[]> {
  const bound: Record<string, unknown> = { ...values, ...valuesOf(cursor) };
  const all = [anyBranchSql(branches, bound), ...(byName ? [byName.recognised] : []), ...conditions].join(' AND ');
  const few = `SELECT ${columns.map((column) => `t.${column}`).join(', ')}, COUNT(*) OVER () AS matching FROM tasks t FORCE INDEX (tasks_inbox_ward) WHERE ${all}`;
  const shown = [...(only ? [only] : []), ...(cursor ? [`(${after})`] : [])].join(' AND ');
  return select(
    act,
    `SELECT ${TASK_COLUMNS}, p.matching FROM (SELECT t.* FROM (${few}) t${shown ? ` WHERE ${shown}` : ''} ORDER BY ${orderOf('t')} LIMIT ${size}) p JOIN tasks t ON t.id = p.id ${TASK_JOINS} ORDER BY ${orderOf('p')}`,
    bound,
  );
}

async function countMatching(act: Act, query: InboxQuery, { conditions, byName, values, branches, types, isNarrow }: Filtered, areFew: boolean): Promise<number> {
  if (isTallied(query)) {
    const counted = (await tallyOf(act, branches)).filter(({ type }) => types.includes(type));
    return counted.reduce((sum, { n, unclaimed }) => sum + (query.holder === 'none' ? unclaimed : query.holder === 'anyone' ? n - unclaimed : n), 0);
  }
  const bound: Record<string, unknown> = { ...values };
  const part = (from: string, ...where: readonly string[]) => `(SELECT COUNT(*) AS n FROM ${from} WHERE ${[...where, ...conditions].join(' AND ')})`;
  const recognised = byName ? [byName.recognised] : [];
  const parts = isNarrow ? [part('tasks t', anyBranchSql(branches, bound), ...recognised)]
    : areFew ? [part('tasks t FORCE INDEX (tasks_inbox_ward)', anyBranchSql(branches, bound), ...recognised)]
    : byName?.search ? [part(byName.search.from, anyBranchSql(branches, bound), ...byName.search.conditions)]
    : branches.map((branch, n) => part('tasks t', branchSql(branch, n, bound), ...recognised));
  const row = await selectOne<{ n: number }>(act, `SELECT SUM(x.n) AS n FROM (${parts.join(' UNION ALL ')}) x`, bound);
  return Number(row?.n ?? 0);
}

/** The place where the page before ended, as the order's conditions name it. */
function valuesOf(cursor: (string | number | null)[] | null): Record<string, unknown> {
  return Object.fromEntries((cursor ?? []).map((value, n) => [`c${n}`, isTime(value) ? cursorTime(value) : value]));
}

function isTime(value: string | number | null): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
}
