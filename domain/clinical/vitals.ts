/** Consciousness on the ACVPU scale, as NEWS2 uses it. */
export const CONSCIOUSNESS = ['A', 'C', 'V', 'P', 'U'] as const;
export type Consciousness = (typeof CONSCIOUSNESS)[number];

export const CONSCIOUSNESS_OPTIONS = [
  { value: 'A', label: 'Alert' },
  { value: 'C', label: 'New confusion' },
  { value: 'V', label: 'Responds to voice' },
  { value: 'P', label: 'Responds to pain' },
  { value: 'U', label: 'Unresponsive' },
] as const;

/** One set of bedside observations. Units: breaths/min, %, mmHg, beats/min, °C. */
export interface Vitals {
  readonly respirations: number;
  readonly spo2: number;
  readonly onOxygen: boolean;
  readonly systolic: number;
  readonly pulse: number;
  readonly consciousness: Consciousness;
  readonly temperature: number;
  /** Use SpO2 scale 2: hypercapnic respiratory failure, target 88–92 %, by a clinician's decision. */
  readonly spo2Scale2?: boolean;
}

/** LOINC codes under which each vital sign is kept as an Observation, with its UCUM unit. */
export const VITAL_CODES = {
  respirations: { code: '9279-1', unit: '/min' },
  spo2: { code: '2708-6', unit: '%' },
  systolic: { code: '8480-6', unit: 'mm[Hg]' },
  diastolic: { code: '8462-4', unit: 'mm[Hg]' },
  pulse: { code: '8867-4', unit: '/min' },
  temperature: { code: '8310-5', unit: 'Cel' },
  consciousness: { code: '67775-7', unit: null },
  onOxygen: { code: '3151-8', unit: null },
  pain: { code: '72514-3', unit: '{score}' },
} as const;

/** That somebody at the bedside was worried, kept with the set it was said with. */
export const CONCERN_CODE = { system: 'CAREWAY', code: 'worried' } as const;

/** SNOMED CT concept for the Royal College of Physicians NEWS2 total score. */
export const NEWS2_CODE = { system: 'SNOMED', code: '1104051000000101' } as const;

/** Why a value of a round was not measured. A missing value says why, and is never scored as normal. */
export const NOT_MEASURED_REASONS = [
  { value: 'refused', label: 'Patient refused' },
  { value: 'not-possible', label: 'Could not be measured' },
  { value: 'off-ward', label: 'Patient off the ward' },
  { value: 'comfort', label: 'Not wanted: comfort care' },
] as const;

/** Past observations of a bedside set are entered within this time; an older reading belongs to nobody's round. */
export const OLDEST_READING_MS = 12 * 3_600_000;
