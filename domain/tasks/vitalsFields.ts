import { type Option, type SimpleField } from './form';

/** The fields of one set of bedside observations. Limits are what a living adult can show; outside them the reading is wrong. */
export function vitalsFields(consciousness: readonly Option[]): SimpleField[] {
  return [
    { name: 'respirations', label: 'Respirations', kind: 'integer', unit: '/min', min: 1, max: 80, required: true },
    { name: 'spo2', label: 'SpO₂', kind: 'integer', unit: '%', min: 50, max: 100, required: true },
    { name: 'onOxygen', label: 'On oxygen', kind: 'boolean', required: true },
    { name: 'systolic', label: 'Systolic blood pressure', kind: 'integer', unit: 'mmHg', min: 40, max: 300, required: true },
    { name: 'pulse', label: 'Pulse', kind: 'integer', unit: '/min', min: 20, max: 250, required: true },
    { name: 'consciousness', label: 'Consciousness', kind: 'choice', required: true, options: consciousness },
    { name: 'temperature', label: 'Temperature', kind: 'number', unit: '°C', min: 25, max: 45, step: 0.1, required: true },
  ];
}
