/** Calendar days as ISO text ("2026-03-31"). ISO days compare as text; only counting days needs arithmetic. */

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True for a day of the Gregorian calendar, years 0001 to 9999, and for no other text ("2026-02-29" and "2026-2-1" are not days). */
export function isCalendarDay(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const day = digitsAt(text, 8, 10);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** The number written in the digits from `start` up to `end`; NaN when anything else stands there. Read by hand: every claim has a dozen dates. */
function digitsAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Days from `from` to `to`; negative when `to` is earlier. Both must be calendar days. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The plan year a service belongs to: the calendar year of its first day (rule 10). */
export function planYearOf(serviceFrom: string): string {
  return serviceFrom.slice(0, 4);
}

/** Days since 0000-03-01, by counting from March so that a leap day comes last (no Date: years below 100 trip it). */
function dayNumber(text: string): number {
  const month = Number(text.slice(5, 7));
  const year = Number(text.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const fromMarch = (month + 9) % 12;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
    + Math.floor((153 * fromMarch + 2) / 5) + Number(text.slice(8, 10)) - 1;
}
