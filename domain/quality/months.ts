import { momentOf } from '../calendar/zone';

/** A month of the hospital's calendar, as moments. */
export interface Month {
  /** "2026-11". */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The last `count` months of a zone up to and with the one of `today` ("YYYY-MM-DD"), oldest first. */
export function lastMonths(zone: string, today: string, count: number): Month[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const nameAt = (back: number): string => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
  return Array.from({ length: count }, (_, index) => count - 1 - index).map((back) => ({ name: nameAt(back), from: momentOf(zone, `${nameAt(back)}-01`, 0), to: momentOf(zone, `${nameAt(back - 1)}-01`, 0) }));
}
