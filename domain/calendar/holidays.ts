import { addDays, weekdayOf } from './zone';

/** The nth weekday of a month (1 January, 1 Monday); -1 is the last. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  if (nth > 0) return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  const last = addDays(next, -1);
  return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
}

/** A holiday on Saturday is kept on Friday, one on Sunday on Monday. */
function observed(date: string): string {
  const weekday = weekdayOf(date);
  return weekday === 6 ? addDays(date, -1) : weekday === 7 ? addDays(date, 1) : date;
}

/** The federal holidays of the United States as kept (5 U.S.C. 6103; weekends as OPM keeps them): payers and clearing houses are closed. */
export function federalHolidays(year: number): readonly string[] {
  const fixed = ['01-01', '06-19', '07-04', '11-11', '12-25'].map((day) => observed(`${year}-${day}`));
  const nextNewYear = observed(`${year + 1}-01-01`); // on a Saturday it is kept in the year before
  return [
    ...fixed, ...(nextNewYear.startsWith(String(year)) ? [nextNewYear] : []),
    nthWeekday(year, 1, 1, 3), nthWeekday(year, 2, 1, 3), nthWeekday(year, 5, 1, -1), nthWeekday(year, 9, 1, 1), nthWeekday(year, 10, 1, 2), nthWeekday(year, 11, 4, 4),
  ].sort();
}
