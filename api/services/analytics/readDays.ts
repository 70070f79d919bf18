import { type FactKind } from '../../../domain/analytics/facts';
import { bucketOf, type Sketch } from '../../../domain/analytics/sketch';
import { type Act, select } from '../../http/act';
import { invalid } from '../../http/problem';
import { type Dimension, type PlacedFact, type Sum } from './days';
import { type Look, narrowed } from './period';

/** A day of one name under one value of what rows are set apart by (empty: not apart). */
export interface DayRow extends Sum {
  readonly name: string;
  readonly value: string;
  readonly day: string;
}

/** Journeys whose facts one question may read; more would keep a manager waiting for seconds. */
const MOST_JOURNEYS = 30_000;
const AT_ONCE = 500;

/**
 * Days of one kind; `by` sets rows apart by that dimension. Under one filter, or apart by one dimension, they lie ready; under several they are summed from the facts of the
 * journeys that fit all of them, which are the same facts.
 */
export async function readDays(act: Act, kind: FactKind, look: Look, by: Dimension | null = null, name?: string): Promise<DayRow[]> {
  const set = Object.entries(look.filters) as [Dimension, string][];
  const others = set.filter(([dimension]) => dimension !== by);
  if (set.length > 1 || (by && others.length > 0)) return summedDays(act, kind, look, by, name);
  const [dimension, value] = set[0] ?? [by ?? 'all', by ? null : ''];
  const rows = await select<Omit<DayRow, 'sketch' | 'day'> & { sketch: string; day: string | Date }>(
    act,
    `SELECT name, value, DATE_FORMAT(day, '%Y-%m-%d') AS day, n, total_ms AS totalMs, waiting_ms AS waitingMs, working_ms AS workingMs, idle_ms AS idleMs, sketch FROM analytics_days
     WHERE kind = :kind AND dimension = :dimension AND day BETWEEN :from AND :to ${value === null ? '' : 'AND value = :value'} ${name ? 'AND name = :name' : ''}`,
    { kind, dimension, value, name: name ?? null, ...look.period },
  );
  return rows.map((row) => ({ ...row, day: String(row.day), n: Number(row.n), totalMs: Number(row.totalMs), waitingMs: Number(row.waitingMs), workingMs: Number(row.workingMs), idleMs: Number(row.idleMs), sketch: JSON.parse(row.sketch) as Sketch }));
}

async function summedDays(act: Act, kind: FactKind, look: Look, by: Dimension | null, name: string | undefined): Promise<DayRow[]> {
  const days = new Map<string, DayRow & { sketch: Record<number, number> }>();
  const { from, to } = look.period;
  for await (const fact of factsOf(act, look)) {
    if (fact.kind !== kind || fact.day < from || fact.day > to || (name && fact.name !== name) || (look.filters.role && fact.role !== look.filters.role)) continue;
    const value = by === null ? '' : valueOf(fact, by);
    if (value === null) continue;
    const key = `${fact.name}|${value}|${fact.day}`;
    const day = days.get(key) ?? { name: fact.name, value, day: fact.day, n: 0, totalMs: 0, waitingMs: 0, workingMs: 0, idleMs: 0, sketch: {} };
    day.n += 1;
    for (const part of ['totalMs', 'waitingMs', 'workingMs', 'idleMs'] as const) day[part] += fact[part];
    const bucket = bucketOf(fact.totalMs);
    day.sketch[bucket] = (day.sketch[bucket] ?? 0) + 1;
    days.set(key, day);
  }
  return [...days.values()];
}

/** A fact under a dimension, as the days have it; null: it has no place there. */
function valueOf({ wardId, payerId, diagnosis, role, kind }: PlacedFact, by: Dimension): string | null {
  if (by === 'role') return kind === 'task' ? role : null;
  return { all: '', ward: wardId ?? '', payer: payerId ?? '', diagnosis }[by];
}

/** The facts of every journey that fits the filters and had something finished in these days, some hundred journeys in memory at a time. */
async function* factsOf(act: Act, { period, filters }: Look): AsyncGenerator<PlacedFact> {
  const { sql, values } = narrowed(filters);
  const journeys = await select<{ id: string }>(
    act, `SELECT journey_id AS id FROM analytics_journeys WHERE started_on <= :to AND (last_on >= :from OR last_on IS NULL)${sql} LIMIT ${MOST_JOURNEYS + 1}`, { ...period, ...values });
  if (journeys.length > MOST_JOURNEYS) throw invalid([{ field: 'from', message: `More than ${MOST_JOURNEYS.toLocaleString('en-US')} journeys fit these filters: look at fewer days, or take a filter off.` }]);
  for (let from = 0; from < journeys.length; from += AT_ONCE) {
    const rows = await select<{ facts: string }>(act, 'SELECT facts FROM analytics_journeys WHERE journey_id IN (:ids)', { ids: journeys.slice(from, from + AT_ONCE).map(({ id }) => id) });
    for (const { facts } of rows) yield* JSON.parse(facts) as PlacedFact[];
  }
}
