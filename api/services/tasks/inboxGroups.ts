import { cursorTime } from '../../http/cursor';
import { type Act, select } from '../../http/act';
import { anyBranchSql, type Filtered } from './inboxFilters';
import { TASK_COLUMNS, TASK_JOINS, type TaskRow } from './taskRow';

/**
 * The inbox sorted by a name that stands in another table: the holder's, or the bed's code. The names come in order first,
 * then the tasks of some of them at a time, until the page is full; those without a holder or bed follow, due first.
 */
interface Grouping {
  /** Every group in its order: `id` is what `column` of a task says, `name` what people see. */
  readonly groups: string;
  readonly column: 'holder_id' | 'encounter_id';
  readonly rest: string;
  /** Groups read at first: as many as fill a page. When few of their tasks are asked for, more are read at a time. */
  readonly atATime: number;
}

const LYING = 'SELECT l.lying_encounter_id FROM encounter_locations l WHERE l.lying_encounter_id IS NOT NULL';

const GROUPINGS: Readonly<Record<'holder' | 'bed', Grouping>> = {
  holder: { groups: 'SELECT u.id, u.display_name AS name FROM staff_users u WHERE u.patient_id IS NULL', column: 'holder_id', rest: 't.holder_id IS NULL', atATime: 15 },
  bed: {
    groups: 'SELECT l.lying_encounter_id AS id, b.code AS name FROM encounter_locations l JOIN beds b ON b.id = l.bed_id WHERE l.lying_encounter_id IS NOT NULL',
    column: 'encounter_id', rest: `(t.encounter_id IS NULL OR t.encounter_id NOT IN (${LYING}))`, atATime: 80,
  },
};

/** Where a page ended: the group's name and ID (both empty for tasks without one), then due date and ID of the task. */
export type GroupCursor = readonly [name: string, groupId: string, dueAt: string, taskId: string];
export type GroupedRow = TaskRow & { readonly groupName: string; readonly groupId: string };

/** One page and one row more, in the order of the groups' names. */
export async function readByGroup(act: Act, filtered: Filtered, sort: 'holder' | 'bed', isReverse: boolean, cursor: GroupCursor | null, size: number): Promise<GroupedRow[]> {
  const { groups, column, rest, atATime } = GROUPINGS[sort];
  const from = cursor && cursor[1] !== '' ? cursor : null;
  const names = cursor && !from ? [] : await select<{ id: string; name: string }>(act, groups);
  names.sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  if (isReverse) names.reverse();
  const start = from ? names.findIndex(({ id, name }) => (isReverse ? -1 : 1) * (compare(name, from[0]) || compare(id, from[1])) >= 0) : 0;
  const rows: GroupedRow[] = [];
  for (let at = start < 0 ? names.length : start, many = atATime; at < names.length && rows.length < size; at += many, many *= 4) {
    const some = names.slice(at, at + many);
    const place = new Map(some.map(({ id, name }, index) => [id, { name, index }]));
    // In the group where the page before ended, only what came after its last task.
    const seen = from && place.has(from[1]) ? { sql: `(t.${column} <> :seen OR t.due_at > :c0 OR (t.due_at = :c0 AND t.id > :c1))`, values: { seen: from[1], c0: new Date(from[2]), c1: from[3] } } : null;
    const found = await readSome(act, filtered, [`t.${column} IN (:groups)`, ...(seen ? [seen.sql] : [])], { groups: some.map(({ id }) => id), ...seen?.values }, `FIELD(t.${column}, :groups), t.due_at, t.id`, size - rows.length);
    for (const row of found) {
      const id = (sort === 'holder' ? row.holderId : row.encounterId) ?? '';
      rows.push({ ...row, groupId: id, groupName: place.get(id)?.name ?? '' });
    }
  }
  if (rows.length >= size) return rows;
  const after = cursor && !from ? { sql: ['(t.due_at > :c0 OR (t.due_at = :c0 AND t.id > :c1))'], values: { c0: cursorTime(cursor[2]), c1: cursor[3] } } : { sql: [], values: {} };
  const others = await readSome(act, filtered, [rest, ...after.sql], after.values, 't.due_at, t.id', size - rows.length);
  return [...rows, ...others.map((row) => ({ ...row, groupId: '', groupName: '' }))];
}

export function groupCursorOf(row: GroupedRow): GroupCursor {
  return [row.groupName, row.groupId, row.dueAt.toISOString(), row.id];
}

function readSome(act: Act, { conditions, byName, values, branches }: Filtered, more: readonly string[], bound: Readonly<Record<string, unknown>>, order: string, limit: number): Promise<TaskRow[]> {
  const all: Record<string, unknown> = { ...values, ...bound };
  return select<TaskRow>(act, `SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE ${[anyBranchSql(branches, all), ...conditions, ...(byName ? [byName.recognised] : []), ...more].join(' AND ')} ORDER BY ${order} LIMIT ${limit}`, all);
}

/** As the database compares codes and names: byte by byte. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
