import { type Vitals } from './vitals';

/** What was measured together in a past encounter, by the names of `VITAL_CODES`; most sets are partial. */
export type MeasuredVitals = Partial<Record<'respirations' | 'spo2' | 'systolic' | 'pulse' | 'temperature' | 'pain', number>>;

export interface EnteredVitals extends Vitals {
  readonly pain: number;
}

/** What a resting adult shows: where the filled-in values lie around. */
const USUAL = { respirations: [14, 18], spo2: [95, 98], systolic: [112, 138], pulse: [64, 86], temperature: [36.4, 37.4], pain: [0, 3] } as const;
/** The limits of the form (domain/tasks/vitalsFields). */
const LIMITS = { respirations: [1, 80], spo2: [50, 100], systolic: [40, 300], pulse: [20, 250], temperature: [25, 45], pain: [0, 10] } as const;

/**
 * A whole set of observations for simulated staff to enter: what was measured stays, what is missing gets a usual value. The
 * same seed gives the same values. Oxygen is given when the measured saturation is below 92 %.
 */
export function vitalsToEnter(measured: MeasuredVitals, seed: string): EnteredVitals {
  const value = (name: keyof typeof USUAL, digits = 0): number => {
    const [low, high] = USUAL[name];
    const [least, most] = LIMITS[name];
    const raw = measured[name] ?? low + fraction(`${seed}/${name}`) * (high - low);
    return Number(Math.min(most, Math.max(least, raw)).toFixed(digits));
  };
  const spo2 = value('spo2');
  return {
    respirations: value('respirations'), spo2, onOxygen: spo2 < 92, systolic: value('systolic'), pulse: value('pulse'),
    consciousness: 'A', temperature: value('temperature', 1), pain: value('pain'),
  };
}

/** A number from 0 up to 1 that depends on nothing but the text (FNV-1a). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash / 2 ** 32;
}
