import { addDays, localDate, momentOf } from '../calendar/zone';

/** The two shifts of a ward, as minutes after local midnight of the day they begin. */
export const SHIFTS = {
  day: { label: 'Day', from: 7 * 60, until: 19 * 60 },
  night: { label: 'Night', from: 19 * 60, until: 31 * 60 },
} as const;
export type ShiftName = keyof typeof SHIFTS;

/** One shift of the calendar; the night of a date ends on the morning of the next. */
export interface Shift {
  /** "YYYY-MM-DD", the day it begins. */
  readonly date: string;
  readonly shift: ShiftName;
}

/** When a shift begins and ends, epoch milliseconds. */
export function boundsOf({ date, shift }: Shift, zone: string): { from: number; until: number } {
  const { from, until } = SHIFTS[shift];
  const end = until >= 24 * 60 ? momentOf(zone, addDays(date, 1), until - 24 * 60) : momentOf(zone, date, until);
  return { from: momentOf(zone, date, from), until: end };
}

/** The shift that is on at a moment. */
export function shiftAt(ms: number, zone: string): Shift {
  const date = localDate(zone, ms);
  const candidates: Shift[] = [{ date: addDays(date, -1), shift: 'night' }, { date, shift: 'day' }, { date, shift: 'night' }];
  const on = candidates.find((one) => {
    const { from, until } = boundsOf(one, zone);
    return ms >= from && ms < until;
  });
  if (!on) throw new Error('No shift covers this moment.');
  return on;
}

export function nextShift({ date, shift }: Shift): Shift {
  return shift === 'day' ? { date, shift: 'night' } : { date: addDays(date, 1), shift: 'day' };
}

export function previousShift({ date, shift }: Shift): Shift {
  return shift === 'night' ? { date, shift: 'day' } : { date: addDays(date, -1), shift: 'night' };
}

/** Every shift of `days` days from a date on, in order. */
export function shiftsFrom(date: string, days: number): Shift[] {
  return Array.from({ length: days }, (_, index) => addDays(date, index)).flatMap((day) => [{ date: day, shift: 'day' as const }, { date: day, shift: 'night' as const }]);
}
