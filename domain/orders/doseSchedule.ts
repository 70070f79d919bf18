import { HOUR_MS, MINUTE_MS } from '../time';

/** A medicine order as the schedule sees it. */
export interface ScheduledMedicine {
  /** Null: one dose, once. */
  readonly everyHours: number | null;
  /** Doses ordered; null: until stopped. */
  readonly dosesPlanned: number | null;
  /** Given when needed, once and at once, or run in: no rounds. */
  readonly isUnscheduled: boolean;
}

/** What has become of an order's doses so far. Times in epoch milliseconds. */
export interface DosesSoFar {
  readonly count: number;
  readonly lastDueAt: number | null;
  readonly lastGivenAt: number | null;
}

/** Rounds come this often when only single doses are ordered: they are all given in the first. */
const SINGLE_DOSE_CADENCE = 24;
/** What falls due within half an hour is given in one round (CMS, State Operations Manual, 2011: time-critical medicines within 30 minutes). */
export const ROUND_WINDOW_MS = 30 * MINUTE_MS;

/**
 * How often medicine rounds are needed, in hours: the shortest interval among the scheduled orders. Null when nothing is
 * scheduled.
 */
export function roundCadence(orders: readonly ScheduledMedicine[]): number | null {
  const scheduled = orders.filter((order) => !order.isUnscheduled);
  if (scheduled.length === 0) return null;
  const intervals = scheduled.flatMap((order) => (order.everyHours === null ? [] : [order.everyHours]));
  return intervals.length > 0 ? Math.min(...intervals) : SINGLE_DOSE_CADENCE;
}

/**
 * The next dose of an order: its number (from 1) and when it is due, or null when none is left. Doses keep their hours from the first
 * one on; after one that was given late, the next is never closer than half the interval.
 */
export function nextDose(order: ScheduledMedicine, sofar: DosesSoFar, now: number): { readonly number: number; readonly dueAt: number } | null {
  if (order.isUnscheduled) return null;
  const planned = order.everyHours === null ? 1 : order.dosesPlanned;
  if (planned !== null && sofar.count >= planned) return null;
  if (sofar.count === 0 || sofar.lastDueAt === null || order.everyHours === null) return { number: sofar.count + 1, dueAt: now };
  const interval = order.everyHours * HOUR_MS;
  return { number: sofar.count + 1, dueAt: Math.max(sofar.lastDueAt + interval, (sofar.lastGivenAt ?? 0) + interval / 2) };
}

/** Why a medicine when needed cannot be given just now, in words; null when it can. `given` are the times of its doses, in epoch milliseconds. */
export function tooSoon(order: { readonly everyHours: number | null; readonly maxPerDay: number | null }, given: readonly number[], now: number): string | null {
  const last = Math.max(...given, Number.NEGATIVE_INFINITY);
  const gap = (order.everyHours ?? 0) * HOUR_MS;
  if (now - last < gap) return `The last dose was ${Math.floor((now - last) / MINUTE_MS)} minutes ago; at least ${order.everyHours} h must lie between two.`;
  const today = given.filter((time) => now - time < 24 * HOUR_MS).length;
  if (order.maxPerDay !== null && today >= order.maxPerDay) return `${today} doses were given within 24 hours; at most ${order.maxPerDay} are ordered.`;
  return null;
}
