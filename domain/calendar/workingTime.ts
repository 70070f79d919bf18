import { federalHolidays } from './holidays';
import { addDays, localDate, momentOf, weekdayOf } from './zone';

/** Hours of one day: minutes after local midnight. `until` at or before `from` is on the next day: a night shift. */
export interface Hours {
  readonly from: number;
  readonly until: number;
}

/** When somebody is there to do a kind of work. */
export interface WorkingCalendar {
  /** Weekdays with hours, 1 Monday to 7 Sunday; hours of one day do not overlap. */
  readonly days: readonly number[];
  readonly hours: readonly Hours[];
  readonly closedOn: 'us-federal-holidays' | 'never';
}

const at = (hour: number, minute = 0): number => hour * 60 + minute;

/** The calendars a task's clock can follow. Care has none: it runs day and night. */
export const CALENDARS = {
  /** Billing office, coders and the payers they call. */
  'office-hours': { days: [1, 2, 3, 4, 5], hours: [{ from: at(8), until: at(17) }], closedOn: 'us-federal-holidays' },
  /** Desks that are staffed by day, every day. */
  'day-shift': { days: [1, 2, 3, 4, 5, 6, 7], hours: [{ from: at(7), until: at(19) }], closedOn: 'never' },
  'night-shift': { days: [1, 2, 3, 4, 5, 6, 7], hours: [{ from: at(19), until: at(7) }], closedOn: 'never' },
} as const satisfies Record<string, WorkingCalendar>;
export type CalendarName = keyof typeof CALENDARS;

const DAY_MINUTES = 24 * 60;
/** No calendar is closed for longer; it bounds the search in one that is never open. */
const LONGEST_DAYS = 3660;

/** The moment by which `amount` ms of working time have passed since `from`. Epoch milliseconds; a null calendar never closes. */
export function addWorkingTime(calendar: WorkingCalendar | null, zone: string, from: number, amount: number): number {
  if (!calendar) return from + amount;
  let left = amount;
  for (const { opens, closes } of openings(calendar, zone, from)) {
    const start = Math.max(opens, from);
    if (closes <= start) continue;
    if (left <= closes - start) return start + left;
    left -= closes - start;
  }
  throw new Error('This calendar is never open.');
}

/** How much working time lies between two moments, in ms; 0 when they are the wrong way round. */
export function workingTimeBetween(calendar: WorkingCalendar | null, zone: string, from: number, until: number): number {
  if (until <= from) return 0;
  if (!calendar) return until - from;
  let sum = 0;
  for (const { opens, closes } of openings(calendar, zone, from)) {
    if (opens >= until) break;
    sum += Math.max(0, Math.min(closes, until) - Math.max(opens, from));
  }
  return sum;
}

/** The opening times from the day before a moment on, in order: a night shift of yesterday may still be on. */
function* openings({ days, hours, closedOn }: WorkingCalendar, zone: string, from: number): Generator<{ opens: number; closes: number }> {
  const ordered = [...hours].sort((a, b) => a.from - b.from);
  const closed = new Map<number, readonly string[]>();
  for (let date = addDays(localDate(zone, from), -1), n = 0; n < LONGEST_DAYS; date = addDays(date, 1), n += 1) {
    const year = Number(date.slice(0, 4));
    if (closedOn === 'us-federal-holidays' && !closed.has(year)) closed.set(year, federalHolidays(year));
    if (!days.includes(weekdayOf(date)) || closed.get(year)?.includes(date)) continue;
    for (const day of ordered) {
      const until = day.until <= day.from ? day.until + DAY_MINUTES : day.until;
      // The next day's midnight may have another offset: hours that reach it are read on its own clock.
      const closes = until >= DAY_MINUTES ? momentOf(zone, addDays(date, 1), until - DAY_MINUTES) : momentOf(zone, date, until);
      yield { opens: momentOf(zone, date, day.from), closes };
    }
  }
}
