import { type Fact, type FactKind } from '../../../domain/analytics/facts';
import { bucketOf, mergeSketches, type Sketch } from '../../../domain/analytics/sketch';
import { type Act, execute, select } from '../../http/act';

type Writing = Pick<Act, 'database' | 'transaction'>;

export const DIMENSIONS = ['all', 'ward', 'payer', 'diagnosis', 'role'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A fact with what it is counted under. */
export interface PlacedFact extends Fact {
  readonly wardId: string | null;
  readonly payerId: string | null;
  readonly diagnosis: string;
}

/** What some things of one kind took together. */
export interface Sum {
  n: number;
  totalMs: number;
  waitingMs: number;
  workingMs: number;
  idleMs: number;
  sketch: Sketch;
}

/** A day as it grows; many facts are added to one, so it is changed in place. */
interface Day extends Sum {
  readonly sketch: Record<number, number>;
  readonly kind: FactKind;
  readonly dimension: Dimension;
  readonly value: string;
  readonly day: string;
  readonly name: string;
}

const AT_ONCE = 500;

/** Add facts to their days (`times` 1) and take others away again (-1): what a journey's new facts differ in from its old ones. */
export async function addToDays(act: Writing, changes: readonly { readonly fact: PlacedFact; readonly times: 1 | -1 }[]): Promise<void> {
  const days = new Map<string, Day>();
  for (const { fact, times } of changes) for (const [dimension, value] of placesOf(fact)) add(days, fact, dimension, value, times);
  const ids = [...days.keys()].sort();
  for (let from = 0; from < ids.length; from += AT_ONCE) await writeDays(act, days, ids.slice(from, from + AT_ONCE));
}

function placesOf({ kind, role, wardId, payerId, diagnosis }: PlacedFact): [Dimension, string][] {
  return [['all', ''], ['ward', wardId ?? ''], ['payer', payerId ?? ''], ['diagnosis', diagnosis], ...(kind === 'task' && role ? [['role', role] as [Dimension, string]] : [])];
}

function add(days: Map<string, Day>, fact: PlacedFact, dimension: Dimension, value: string, times: 1 | -1): void {
  const id = [fact.kind, dimension, value, fact.day, fact.name].join('|');
  const day: Day = days.get(id) ?? { kind: fact.kind, dimension, value, day: fact.day, name: fact.name, n: 0, totalMs: 0, waitingMs: 0, workingMs: 0, idleMs: 0, sketch: {} };
  const bucket = bucketOf(fact.totalMs);
  day.n += times;
  for (const part of ['totalMs', 'waitingMs', 'workingMs', 'idleMs'] as const) day[part] += times * fact[part];
  day.sketch[bucket] = (day.sketch[bucket] ?? 0) + times;
  days.set(id, day);
}

async function writeDays(act: Writing, days: ReadonlyMap<string, Day>, ids: readonly string[]): Promise<void> {
  const stored = await select<{ id: string; n: number; totalMs: number; waitingMs: number; workingMs: number; idleMs: number; sketch: string }>(
    act, 'SELECT id, n, total_ms AS totalMs, waiting_ms AS waitingMs, working_ms AS workingMs, idle_ms AS idleMs, sketch FROM analytics_days WHERE id IN (:ids) FOR UPDATE', { ids });
  const before = new Map(stored.map((row) => [row.id, row]));
  const rows = ids.flatMap((id) => {
    const day = days.get(id);
    if (!day) return [];
    const old = before.get(id);
    const sum = (name: 'n' | 'totalMs' | 'waitingMs' | 'workingMs' | 'idleMs'): number => Number(old?.[name] ?? 0) + day[name];
    return [[id, day.kind, day.dimension, day.value, day.day, day.name, sum('n'), sum('totalMs'), sum('waitingMs'), sum('workingMs'), sum('idleMs'), JSON.stringify(mergeSketches(old ? (JSON.parse(old.sketch) as Sketch) : {}, day.sketch))]];
  });
  await execute(
    act,
    `INSERT INTO analytics_days (id, kind, dimension, value, day, name, n, total_ms, waiting_ms, working_ms, idle_ms, sketch) VALUES ${rows.map(() => '(?)').join(', ')}
     ON DUPLICATE KEY UPDATE n = VALUES(n), total_ms = VALUES(total_ms), waiting_ms = VALUES(waiting_ms), working_ms = VALUES(working_ms), idle_ms = VALUES(idle_ms), sketch = VALUES(sketch)`,
    rows,
  );
  const gone = rows.filter((row) => Number(row[6]) <= 0).map(([id]) => id ?? '');
  if (gone.length > 0) await execute(act, 'DELETE FROM analytics_days WHERE id IN (:ids) AND n <= 0', { ids: gone });
}
