import { criticalLimits, criticalSide } from './criticalValues';
import { type RangePerson, type ReferenceRange } from './range';
import { ADULT_AGE, referenceRange } from './referenceRanges';

/** HL7 table 0078 as used for laboratory numbers. */
export const INTERPRETATIONS = { N: 'Normal', L: 'Low', H: 'High', LL: 'Critically low', HH: 'Critically high' } as const;
export type Interpretation = keyof typeof INTERPRETATIONS;

/** Interpretations that call a clinician at once. */
export const CRITICAL_INTERPRETATIONS = ['LL', 'HH'] as const satisfies readonly Interpretation[];

export interface Interpreted {
  readonly range: ReferenceRange | null;
  /** Null when neither range nor critical limit is known: nothing is called normal by default. */
  readonly interpretation: Interpretation | null;
}

/**
 * Read one laboratory number against the tables; the critical limit outranks the range. A limit that is not of the child's own age holds for a
 * child too, but never inside the child's own range (a newborn's potassium of 7 is no emergency).
 */
export function interpretResult(code: string, unit: string | null, value: number, person: RangePerson): Interpreted {
  const range = referenceRange(code, unit, person);
  const limits = criticalLimits(code, unit, person.ageDays);
  const critical = limits && criticalSide(limits, value);
  if (critical && (limits.isOfAge || person.ageYears >= ADULT_AGE || !isInside(range, value))) return { range, interpretation: critical };
  if (!range) return { range, interpretation: null };
  if (range.low !== null && value < range.low) return { range, interpretation: 'L' };
  if (range.high !== null && value > range.high) return { range, interpretation: 'H' };
  return { range, interpretation: 'N' };
}

function isInside(range: ReferenceRange | null, value: number): boolean {
  return range !== null && (range.low === null || value >= range.low) && (range.high === null || value <= range.high);
}

/** A laboratory number that no table judges: neither normal nor abnormal, a person has to look at it. */
export function isUnjudged({ category, value, interpretation }: { readonly category: string; readonly value: number | null; readonly interpretation: string | null }): boolean {
  return category === 'laboratory' && value !== null && interpretation === null;
}
