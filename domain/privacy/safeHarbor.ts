/**
 * What may stand in data that shall name no one: the Safe Harbor list of the HIPAA Privacy Rule, 45 CFR 164.514(b)(2)(i). Names, numbers,
 * addresses (ZIP included), contacts and free text are simply not taken along; what needs a rule is here.
 */

/** Ages above 89 are one group (item C). */
const OLDEST_TOLD = 89;
const BAND_YEARS = 10;

/** "40-49", "90 or over": the ten years an age lies in. */
export function ageBand(years: number): string {
  if (years > OLDEST_TOLD) return '90 or over';
  const from = Math.floor(Math.max(0, years) / BAND_YEARS) * BAND_YEARS;
  return `${from}-${from + BAND_YEARS - 1}`;
}

/** The category of an ICD-10-CM code: a full code can be so rare that it points at somebody. */
export function diagnosisCategory(code: string): string {
  return code.replace('.', '').slice(0, 3);
}

/** A year and one day: no shift is none. */
const LEAST_SHIFT_DAYS = 1;
const SHIFTS = 365;

/**
 * By how many whole days every date of a patient is moved back (item C: no element of a date but the year). One shift for everything of a
 * patient in one export: what lies between two of their events is kept to the millisecond, and so is the time of day. `random` is a
 * number of 32 bits, different for every patient and export.
 */
export function dateShiftDays(random: number): number {
  return LEAST_SHIFT_DAYS + (random >>> 0) % SHIFTS;
}
