import { createHmac, randomBytes } from 'node:crypto';
import { ageBand, dateShiftDays, diagnosisCategory } from '../../../domain/privacy/safeHarbor';
import { DAY_MS } from '../../../domain/time';

/** How the people and things of a log are called in it, and when things happened there. */
export interface Disguise {
  readonly identified: boolean;
  /** What the head of the file says about it. */
  readonly note: string;
  /** The ID to write: the same for the same thing within one log. */
  id(kind: string, id: string): string;
  /** The time to write for something of this patient, ISO. */
  at(patientId: string, time: Date): string;
  age(years: number): string;
  diagnosis(code: string): string;
}

/** Everything as it is on record. */
export const IDENTIFIED: Disguise = {
  identified: true,
  note: 'Identified data: names, MRN and dates are real. Treat this file as a medical record.',
  id: (_kind, id) => id,
  at: (_patientId, time) => time.toISOString(),
  age: (years) => String(years),
  diagnosis: (code) => code,
};

/**
 * No name, no number, no true date: IDs are keyed hashes under a key that is made for this one log and forgotten with it, so that two logs
 * cannot be joined; every date of a patient is moved back by the same whole days.
 */
export function newDisguise(key: Buffer = randomBytes(32)): Disguise {
  const hash = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const shifts = new Map<string, number>();
  const shiftMs = (patientId: string): number => {
    const known = shifts.get(patientId);
    if (known !== undefined) return known;
    if (shifts.size > 5_000) shifts.clear(); // patients come one after the other
    const shift = dateShiftDays(hash(`shift/${patientId}`).readUInt32BE(0)) * DAY_MS;
    shifts.set(patientId, shift);
    return shift;
  };
  return {
    identified: false,
    note: 'De-identified (45 CFR 164.514(b)(2)): pseudonyms of this file only; every date of a patient is moved back by the same 1 to 365 days, so that durations and times of day are true and dates are not; ages in bands, above 89 as one; diagnoses as ICD-10 categories; no ZIP, no free text.',
    id: (kind, id) => `${kind}-${hash(`${kind}/${id}`).toString('hex').slice(0, 24)}`,
    at: (patientId, time) => new Date(time.getTime() - shiftMs(patientId)).toISOString(),
    age: ageBand,
    diagnosis: diagnosisCategory,
  };
}
