import { HOUR_MS } from '../time';

interface DeltaLimit {
  readonly unit: string;
  /** Suspicious from this change, up or down: in the unit, or as a share of the earlier value. */
  readonly by: number;
  readonly as: 'absolute' | 'share';
  readonly withinHours: number;
}

const days = (count: number): number => count * 24;

/**
 * How much a value may change before the specimen is suspected (mixed up, diluted, haemolysed), by LOINC code. CLSI EP33 leaves the
 * limits to each laboratory; these are the demonstration's, of the size in use (Kim et al., Clinica Chimica Acta 2011: sodium, potassium,
 * urea, creatinine, calcium, albumin; MCV after Lacher and Connelly, Clinical Chemistry 1988;34:1966).
 */
const LIMITS: Readonly<Record<string, DeltaLimit>> = {
  '2951-2': { unit: 'mmol/L', by: 10, as: 'absolute', withinHours: days(3) }, '2947-0': { unit: 'mmol/L', by: 10, as: 'absolute', withinHours: days(3) },
  '2823-3': { unit: 'mmol/L', by: 1.5, as: 'absolute', withinHours: days(3) }, '6298-4': { unit: 'mmol/L', by: 1.5, as: 'absolute', withinHours: days(3) },
  '3094-0': { unit: 'mg/dL', by: 0.6, as: 'share', withinHours: days(3) }, '2160-0': { unit: 'mg/dL', by: 0.5, as: 'share', withinHours: days(3) }, '38483-4': { unit: 'mg/dL', by: 0.5, as: 'share', withinHours: days(3) },
  '17861-6': { unit: 'mg/dL', by: 0.25, as: 'share', withinHours: days(3) }, '1751-7': { unit: 'g/dL', by: 0.25, as: 'share', withinHours: days(3) },
  '787-2': { unit: 'fL', by: 5, as: 'absolute', withinHours: days(3) }, '718-7': { unit: 'g/dL', by: 0.25, as: 'share', withinHours: days(3) }, '777-3': { unit: '10*3/uL', by: 0.5, as: 'share', withinHours: days(3) },
};

/** A value and when its specimen was drawn, in epoch milliseconds. */
export interface Measured {
  readonly value: number;
  readonly at: number;
}

/** Has the value changed more than the laboratory believes? In words for who reads it; null when not, or when nothing is known to compare. */
export function deltaCheck(code: string, unit: string | null, earlier: Measured | null, now: Measured): string | null {
  const limit = LIMITS[code];
  if (!limit || limit.unit !== unit || earlier === null) return null;
  const hours = (now.at - earlier.at) / HOUR_MS;
  if (hours < 0 || hours > limit.withinHours) return null;
  const change = limit.as === 'absolute' ? Math.abs(now.value - earlier.value) : earlier.value === 0 ? 0 : Math.abs(now.value - earlier.value) / Math.abs(earlier.value);
  return change + 1e-9 >= limit.by ? `Was ${earlier.value} ${Math.max(1, Math.round(hours))} h before: check the specimen.` : null;
}
