import fc from 'fast-check';
import { vitalsToEnter } from '../../../domain/clinical/replayVitals';
import { vitalsFields } from '../../../domain/tasks/vitalsFields';
import { confirmationOf } from '../../../domain/tasks/form';
import { isQuestioned, validateForm } from '../../../domain/tasks/validateForm';

const form = { version: 1, fields: [...vitalsFields(), { name: 'pain', label: 'Pain', kind: 'integer' as const, min: 0, max: 10 }] };

describe('observations for simulated staff', () => {
  test('what was measured stays: a heart rate of 155 is entered as 155', () => {
    expect(vitalsToEnter({ pulse: 155, temperature: 38.54, spo2: 91.2 }, 'a')).toMatchObject({ pulse: 155, temperature: 38.5, spo2: 91, onOxygen: true });
  });

  test('always fits the form, whatever was recorded, and is the same for the same seed', () => {
    const reading = fc.option(fc.double({ min: -50, max: 500, noNaN: true }), { nil: undefined });
    fc.assert(fc.property(fc.record({ respirations: reading, spo2: reading, systolic: reading, pulse: reading, temperature: reading, pain: reading }), fc.string(), (measured, seed) => {
      const given = Object.fromEntries(Object.entries(measured).filter(([, value]) => value !== undefined));
      const values = vitalsToEnter(given, seed);
      // What was recorded may be unusual: staff read it twice and say so.
      const confirmed = Object.fromEntries(form.fields.filter((field) => isQuestioned(field, values[field.name as 'pulse'] ?? null)).map(({ name }) => [confirmationOf(name), true]));
      expect(validateForm(form, { ...values, ...confirmed })).toMatchObject({ ok: true });
      expect(vitalsToEnter(given, seed)).toEqual(values);
    }));
  });
});
