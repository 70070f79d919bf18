import { CONSCIOUSNESS_OPTIONS, NOT_MEASURED_REASONS } from '../clinical/vitals';
import { type Form, type SimpleField } from './form';

/** The field that says why something was not measured; with it, the values themselves may be left out. */
const NOT_MEASURED = 'notMeasured';

/**
 * One set of bedside observations. `min` and `max` are what a living adult can show: outside them the reading is wrong and refused.
 * `usual` is where nearly all readings on a ward lie: outside it a value is taken only with a tick that it was read twice.
 */
const READINGS = [
  { name: 'respirations', label: 'Respirations', kind: 'integer', unit: '/min', min: 1, max: 80, usual: { low: 8, high: 35 } },
  { name: 'spo2', label: 'SpO₂', kind: 'integer', unit: '%', min: 50, max: 100, usual: { low: 80, high: 100 } },
  { name: 'onOxygen', label: 'On oxygen', kind: 'boolean' },
  { name: 'systolic', label: 'Systolic blood pressure', kind: 'integer', unit: 'mmHg', min: 40, max: 300, usual: { low: 80, high: 200 } },
  { name: 'diastolic', label: 'Diastolic blood pressure', kind: 'integer', unit: 'mmHg', min: 20, max: 200, usual: { low: 40, high: 120 } },
  { name: 'pulse', label: 'Pulse', kind: 'integer', unit: '/min', min: 20, max: 250, usual: { low: 40, high: 150 } },
  { name: 'consciousness', label: 'Consciousness', kind: 'choice', options: CONSCIOUSNESS_OPTIONS },
  { name: 'temperature', label: 'Temperature', kind: 'number', unit: '°C', min: 25, max: 45, step: 0.1, usual: { low: 34, high: 40.5 } },
] as const satisfies readonly SimpleField[];

/** Pain in the patient's own words: numeric rating scale. */
export const PAIN_FIELD = { name: 'pain', label: 'Pain (0 none, 10 worst)', kind: 'integer', min: 0, max: 10 } as const satisfies SimpleField;

/** Whatever the numbers say: the one way to call for a child, and never wrong for anybody. */
export const CONCERN_FIELD = { name: 'concern', label: 'Worried? Call a physician', hint: 'Your worry counts more than any score.', kind: 'boolean' } as const satisfies SimpleField;

/** The fields of a round: all that NEWS2 needs, or the reason why not. */
export function vitalsFields(): SimpleField[] {
  return [
    ...READINGS.map((field): SimpleField => (field.name === 'diastolic' ? field : { ...field, required: true, requiredUnless: NOT_MEASURED })),
    { name: NOT_MEASURED, label: 'Something not measured? Say why', kind: 'choice', options: NOT_MEASURED_REASONS },
    CONCERN_FIELD,
  ];
}

/** Observations at the bedside outside a round: whatever was measured, now or a little while ago. */
export const BEDSIDE_FORM: Form = {
  version: 2,
  fields: [
    ...READINGS,
    PAIN_FIELD,
    CONCERN_FIELD,
    { name: 'measuredAt', label: 'Measured at', kind: 'dateTime', hint: 'Leave empty for now.' },
    { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
  ],
};
