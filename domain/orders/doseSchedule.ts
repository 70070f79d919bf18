/** A medicine order as the schedule sees it. */
export interface ScheduledMedicine {
  /** Null: one dose, once. */
  readonly everyHours: number | null;
  /** Doses ordered; null: until stopped. */
  readonly dosesPlanned: number | null;
  readonly asNeeded: boolean;
}

/** Rounds come this often when only single doses are ordered: they are all given in the first. */
const SINGLE_DOSE_CADENCE = 24;

/**
 * How often medicine rounds are needed, in hours: the shortest interval among the scheduled orders. Null when nothing is
 * scheduled (medicines as needed have no rounds).
 */
export function roundCadence(orders: readonly ScheduledMedicine[]): number | null {
  const scheduled = orders.filter((order) => !order.asNeeded);
  if (scheduled.length === 0) return null;
  const intervals = scheduled.flatMap((order) => (order.everyHours === null ? [] : [order.everyHours]));
  return intervals.length > 0 ? Math.min(...intervals) : SINGLE_DOSE_CADENCE;
}

/**
 * The number of the dose that falls in a round (from 1), or null when none does. Counted in rounds, not by the clock, so that
 * planning a round twice plans the same doses, and a round done late moves no dose into another.
 */
export function doseInRound(order: ScheduledMedicine, round: number, cadenceHours: number): number | null {
  if (order.asNeeded) return null;
  if (order.everyHours === null) return round === 1 ? 1 : null;
  const number = doseAt(order.everyHours, round, cadenceHours);
  if (round > 1 && number === doseAt(order.everyHours, round - 1, cadenceHours)) return null;
  return order.dosesPlanned !== null && number > order.dosesPlanned ? null : number;
}

/** Is nothing of this order left after a round? An order without a number of doses goes on until it is stopped. */
export function isFinishedAfter(order: ScheduledMedicine, round: number, cadenceHours: number): boolean {
  if (order.asNeeded) return true;
  if (order.everyHours === null) return round >= 1;
  return order.dosesPlanned !== null && doseAt(order.everyHours, round, cadenceHours) >= order.dosesPlanned;
}

function doseAt(everyHours: number, round: number, cadenceHours: number): number {
  return Math.floor(((round - 1) * cadenceHours) / everyHours) + 1;
}
