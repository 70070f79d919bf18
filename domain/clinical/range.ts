/** The sexes for which a laboratory gives ranges of its own. */
export type RangeSex = 'female' | 'male';

/** Both bounds belong to the range; a missing bound is open. */
export interface ReferenceRange {
  readonly low: number | null;
  readonly high: number | null;
}

/** What a range depends on; the age in days tells a newborn from an infant. */
export interface RangePerson {
  /** Administrative gender. */
  readonly sex: string;
  readonly ageYears: number;
  readonly ageDays: number;
}
