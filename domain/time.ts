const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/;

/** True for a "YYYY-MM-DD" that is in the calendar. */
export function isIsoDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** True for an ISO date and time, with or without offset, that is in the calendar. */
export function isIsoDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  return match !== null && isIsoDate(match[1] ?? '');
}

/** `iso` moved by whole milliseconds, as ISO in UTC. */
export function addMs(iso: string, ms: number): string {
  return new Date(new Date(iso).getTime() + ms).toISOString();
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** "YYYY-MM-DD" of a day given by its number since 1970 in UTC. */
export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Whole years between a birth date and a day, both "YYYY-MM-DD". */
export function ageInYears(birthDate: string, on: string): number {
  const [birthYear = 0, birthMonth = 1, birthDay = 1] = birthDate.split('-').map(Number);
  const [year = 0, month = 1, day = 1] = on.slice(0, 10).split('-').map(Number);
  return year - birthYear - (month < birthMonth || (month === birthMonth && day < birthDay) ? 1 : 0);
}

/** Whole days between a birth date and a day, both "YYYY-MM-DD". */
export function ageInDays(birthDate: string, on: string): number {
  return Math.max(0, Math.round((Date.parse(`${on.slice(0, 10)}T00:00:00Z`) - Date.parse(`${birthDate.slice(0, 10)}T00:00:00Z`)) / DAY_MS));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
