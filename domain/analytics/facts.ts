import { type ObservedActivity } from '../pathway/observed';

/** When a task was in nobody's hands, in somebody's, and on hold; epoch milliseconds. */
export interface WorkedTask {
  readonly type: string;
  readonly role: string;
  readonly askedAt: number;
  readonly takenAt: number | null;
  readonly doneAt: number | null;
  readonly holds: readonly Interval[];
}
export type Interval = readonly [from: number, to: number];

export const FACT_KINDS = ['journey', 'stage', 'task', 'variant', 'deviation'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/**
 * Something that was finished, how long it took from when it was asked for, and what of that was
 * - waiting: work had been asked for and nobody had taken it,
 * - working: somebody had it in hand,
 * - idle: nothing was asked of anybody (a timer, a payer, a night), or the work was on hold.
 * The three always add up to the total.
 */
export interface Fact {
  /** "YYYY-MM-DD", UTC: the day it was finished. */
  readonly day: string;
  readonly kind: FactKind;
  readonly name: string;
  readonly role: string | null;
  readonly totalMs: number;
  readonly waitingMs: number;
  readonly workingMs: number;
  readonly idleMs: number;
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A finished task. Work done without taking it first counts as waiting: nobody knows when it began. */
export function taskFact({ type, role, askedAt, takenAt, doneAt, holds }: WorkedTask): Fact | null {
  if (doneAt === null) return null;
  const taken = Math.min(takenAt ?? doneAt, doneAt);
  const span: Interval = [askedAt, doneAt];
  const idleMs = lengthOf(clip(union(holds), span));
  const workingMs = lengthOf(without(clip([[taken, doneAt]], span), union(holds)));
  const totalMs = Math.max(0, doneAt - askedAt);
  return { day: dayOf(doneAt), kind: 'task', name: type, role, totalMs, idleMs, workingMs, waitingMs: totalMs - idleMs - workingMs };
}

/** A finished stage, or a whole journey, with the tasks that were open in it. Where one task is worked and another waits, it is worked. */
export function spanFact(kind: 'stage' | 'journey', name: string, [from, to]: Interval, tasks: readonly WorkedTask[]): Fact {
  const worked = tasks.flatMap(({ takenAt, doneAt, holds }) => (takenAt === null ? [] : without([[takenAt, doneAt ?? to]], union(holds))));
  const asked = tasks.flatMap(({ askedAt, takenAt, doneAt }): Interval[] => [[askedAt, Math.min(takenAt ?? doneAt ?? to, doneAt ?? to)]]);
  const working = clip(union(worked), [from, to]);
  const waiting = without(clip(union(asked), [from, to]), working);
  const totalMs = Math.max(0, to - from);
  const [workingMs, waitingMs] = [lengthOf(working), lengthOf(waiting)];
  return { day: dayOf(to), kind, name, role: null, totalMs, workingMs, waitingMs, idleMs: totalMs - workingMs - waitingMs };
}

/** The facts of the stages that are over. */
export function stageFacts(activities: readonly ObservedActivity[], tasks: readonly WorkedTask[]): Fact[] {
  return activities.flatMap(({ code, startedAt, endedAt }) => (code.startsWith('stage:') && endedAt !== null ? [spanFact('stage', code.slice('stage:'.length), [startedAt, endedAt], tasks)] : []));
}

function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(([from, to]) => to > from).sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined[joined.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function clip(intervals: readonly Interval[], [from, to]: Interval): Interval[] {
  return intervals.map(([a, b]): Interval => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => b > a);
}

/** What of `intervals` lies in none of `holes`; both sorted and disjoint. */
function without(intervals: readonly Interval[], holes: readonly Interval[]): Interval[] {
  return intervals.flatMap(([from, to]) => {
    const left: Interval[] = [];
    let at = from;
    for (const [a, b] of holes) {
      if (b <= at || a >= to) continue;
      if (a > at) left.push([at, a]);
      at = Math.max(at, b);
    }
    return at < to ? [...left, [at, to] as Interval] : left;
  });
}

const lengthOf = (intervals: readonly Interval[]): number => intervals.reduce((sum, [from, to]) => sum + to - from, 0);
