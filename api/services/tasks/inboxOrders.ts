import { type TASK_SORTS } from '../../contract/tasks';
import { type TaskRow } from './taskRow';

export type TaskSort = (typeof TASK_SORTS)[number];
/** Orders the database holds as an index. `holder` and `bed` follow names that stand in other tables: see `inboxGroups`. */
export type IndexedSort = Exclude<TaskSort, 'holder' | 'bed'>;

interface Key {
  readonly column: string;
  readonly isDescending?: boolean;
  readonly of: (row: TaskRow) => string | number;
}

interface Order {
  readonly index: string;
  /** Which tasks have a place in this order; absent: all. */
  readonly only?: string;
  readonly keys: readonly Key[];
}

const DUE: Key = { column: 'due_at', of: (row) => row.dueAt.toISOString() };

const ORDERS: Readonly<Record<IndexedSort, Order>> = {
  due: { index: 'tasks_inbox_role', keys: [DUE] },
  priority: { index: 'tasks_inbox_priority', keys: [{ column: 'priority', of: (row) => row.priority }, DUE] },
  newest: { index: 'tasks_inbox_newest', keys: [{ column: 'created_at', isDescending: true, of: (row) => row.createdAt.toISOString() }] },
  acuity: { index: 'tasks_inbox_acuity', keys: [{ column: 'acuity', isDescending: true, of: (row) => row.acuity }, DUE] },
  type: { index: 'tasks_inbox_type', keys: [{ column: 'type', of: (row) => row.type }, DUE] },
  followUp: { index: 'tasks_inbox_follow_up', only: 't.follow_up_at IS NOT NULL', keys: [{ column: 'follow_up_at', of: (row) => row.followUpAt?.toISOString() ?? '' }] },
};

/** How to read the inbox in one order: what to sort by, and where a page goes on. */
export interface Reading {
  readonly index: string;
  readonly only: string | null;
  readonly columns: readonly string[];
  /** ORDER BY of the table or subquery called `alias`. */
  orderOf(alias: string): string;
  /** What lies after the last row of the page before, its values bound as c0, c1, … */
  readonly after: string;
  readonly length: number;
  cursorOf(row: TaskRow): (string | number)[];
}

/** The order asked for, or its reverse. The ID comes last, so that no two tasks have one place. */
export function readingOf(sort: IndexedSort, isReverse: boolean): Reading {
  const { index, only, keys } = ORDERS[sort];
  const last = keys[keys.length - 1];
  const all: Key[] = [...keys, { column: 'id', isDescending: last?.isDescending ?? false, of: (row) => row.id }];
  const isDown = (key: Key) => (key.isDescending ?? false) !== isReverse;
  const sign = (key: Key) => (isDown(key) ? '<' : '>');
  const columns = all.map(({ column }) => column);
  const after = all.reduceRight((rest, key, n) => {
    const past = `t.${key.column} ${sign(key)} :c${n}`;
    return rest === '' ? past : `(${past} OR (t.${key.column} = :c${n} AND ${rest}))`;
  }, '');
  const [first] = all;
  return {
    index, only: only ?? null, columns, length: all.length,
    orderOf: (alias) => all.map((key) => `${alias}.${key.column}${isDown(key) ? ' DESC' : ''}`).join(', '),
    // The first condition lets the index start there; the second says it exactly.
    after: first ? `t.${first.column} ${sign(first)}= :c0 AND ${after}` : after,
    cursorOf: (row) => all.map((key) => key.of(row)),
  };
}
