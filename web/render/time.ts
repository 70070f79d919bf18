import { DateTime } from 'luxon';
import { ageInDays, ageInYears, DAY_MS, HOUR_MS, isIsoDate, MINUTE_MS } from '../../domain/time';

/** Clock times are shown in the hospital's zone on a 24-hour clock, as charts write them. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...options });
  formats.set(key, known);
  return known;
}

/** "14:05" */
export const clockTime = (iso: string, zone: string): string => format(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
/** "Nov 23, 2026" */
export const longDate = (iso: string, zone: string): string => format(zone, { month: 'short', day: 'numeric', year: 'numeric' }).format(new Date(iso));
/** "Mon, Nov 23, 2026, 14:05" */
export const exactTime = (iso: string, zone: string): string => format(zone, { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** A birth date and other calendar days have no zone: "Nov 23, 1968". */
export const calendarDay = (date: string): string => format('UTC', { month: 'short', day: 'numeric', year: 'numeric' }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));

/** A sentence with its ISO days as every page writes them: "billed a visit on Nov 23, 2026". */
export const datedSentence = (sentence: string): string => sentence.replace(/\b\d{4}-\d{2}-\d{2}\b(?!T)/g, (day) => (isIsoDate(day) ? calendarDay(day) : day));

/** "Wed, Nov 25": a calendar day near by. */
export const weekday = (date: string): string => format('UTC', { weekday: 'short', month: 'short', day: 'numeric' }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));

/** "14:05" today, "Nov 22, 14:05" this year, with the year before that. */
export function shortTime(iso: string, now: string, zone: string): string {
  if (longDate(iso, zone) === longDate(now, zone)) return clockTime(iso, zone);
  const sameYear = longDate(iso, zone).slice(-4) === longDate(now, zone).slice(-4);
  return format(zone, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', ...(sameYear ? {} : { year: 'numeric' }) }).format(new Date(iso));
}

/** "now", "4 min", "3 h", "2 h 10 min" never: one unit is enough to act on. Weeks and more stay days. */
export function span(ms: number): string {
  const size = Math.abs(ms);
  if (size < MINUTE_MS) return 'under 1 min';
  if (size < 100 * MINUTE_MS) return `${Math.floor(size / MINUTE_MS)} min`;
  if (size < 2 * DAY_MS) return `${Math.floor(size / HOUR_MS)} h`;
  return `${Math.floor(size / DAY_MS)} d`;
}

/** "4 min ago", "in 3 h". */
export function relativeTime(iso: string, now: string): string {
  const ms = new Date(iso).getTime() - new Date(now).getTime();
  return ms < 0 ? `${span(ms)} ago` : `in ${span(ms)}`;
}

export type Urgency = 'overdue' | 'soon' | 'later';
const SOON_MS = 15 * MINUTE_MS;

/** How a due time stands now. */
export function urgencyOf(dueAt: string, now: string): Urgency {
  const ms = new Date(dueAt).getTime() - new Date(now).getTime();
  if (ms < 0) return 'overdue';
  return ms <= SOON_MS ? 'soon' : 'later';
}

/** "2026-11-23T14:05" in the zone, as a date-time input wants it. */
export function inputDateTime(iso: string, zone: string): string {
  const parts = Object.fromEntries(format(zone, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`;
}

/** An age as a ward says it: days in the first month of life, completed months in the first two years, years after that. Days "YYYY-MM-DD". */
export function ageWords(birthDate: string, today: string): string {
  if (birthDate === '') return 'age hidden';
  const years = ageInYears(birthDate, today);
  if (years >= 2) return `${years} y`;
  const months = Math.floor(DateTime.fromISO(today).diff(DateTime.fromISO(birthDate), 'months').months);
  return months < 1 ? `${ageInDays(birthDate, today)} d` : `${months} mo`;
}
