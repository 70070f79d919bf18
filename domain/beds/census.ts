import { addDays, localDate, momentOf } from '../calendar/zone';

/** One time in one bed of a ward; `to` null: still there. */
export interface TimeInBed {
  readonly encounterId: string;
  readonly wardId: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** Patients of a ward at one midnight. */
export interface CensusDay {
  /** "YYYY-MM-DD": the day that begins at this midnight. */
  readonly date: string;
  readonly patients: number;
}

/**
 * The midnight census: patients in beds as each of the last days began by the clocks of `zone`, oldest first. It counts as room and board does
 * (domain/claims/roomAndBoard): whoever lies there at midnight, once, whatever happened during the day.
 */
export function midnightCensus(times: readonly TimeInBed[], wardId: string, now: Date, days: number, zone: string): CensusDay[] {
  const today = localDate(zone, now.getTime());
  return Array.from({ length: days }, (_, index) => {
    const date = addDays(today, index + 1 - days);
    const midnight = momentOf(zone, date, 0);
    const patients = times.filter((time) => time.wardId === wardId && time.from.getTime() < midnight && (time.to === null || time.to.getTime() >= midnight)).length;
    return { date, patients };
  });
}

/** Who came to the ward and who left it since midnight; a change of bed within the ward is neither. */
export function sinceMidnight(times: readonly TimeInBed[], wardId: string, now: Date, zone: string): { came: number; left: number } {
  const midnight = momentOf(zone, localDate(zone, now.getTime()), 0);
  const own = times.filter((time) => time.wardId === wardId);
  const were = new Set(own.filter((time) => time.from.getTime() < midnight && (time.to === null || time.to.getTime() >= midnight)).map(({ encounterId }) => encounterId));
  const are = new Set(own.filter(({ to }) => to === null).map(({ encounterId }) => encounterId));
  const passedThrough = own.filter((time) => time.from.getTime() >= midnight && time.to !== null).map(({ encounterId }) => encounterId);
  const came = new Set([...are, ...passedThrough].filter((id) => !were.has(id)));
  const left = new Set([...were, ...passedThrough].filter((id) => !are.has(id)));
  return { came: came.size, left: left.size };
}

/** Occupied of the beds that are in use, in whole percent; null when none is. */
export function occupancyPercent(occupied: number, beds: number, outOfUse: number): number | null {
  const inUse = beds - outOfUse;
  return inUse <= 0 ? null : Math.round((100 * occupied) / inUse);
}
