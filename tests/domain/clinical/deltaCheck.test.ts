import { deltaCheck } from '../../../domain/clinical/deltaCheck';
import { HOUR_MS } from '../../../domain/time';

/** Limits and their source stand in domain/clinical/deltaCheck.ts; each row is on one side of one. */
describe('delta check', () => {
  test.each([
    ['2823-3', 'mmol/L', 4.0, 5.5, 24, true], ['2823-3', 'mmol/L', 4.0, 5.4, 24, false], ['2823-3', 'mmol/L', 5.5, 4.0, 24, true], ['2823-3', 'mmol/L', 4.0, 6.5, 73, false],
    ['2951-2', 'mmol/L', 140, 130, 12, true], ['2951-2', 'mmol/L', 140, 131, 12, false],
    ['2160-0', 'mg/dL', 1.0, 1.5, 12, true], ['2160-0', 'mg/dL', 1.0, 1.49, 12, false],
    ['787-2', 'fL', 90, 95, 48, true], ['718-7', 'g/dL', 12, 9, 48, true], ['718-7', 'g/dL', 12, 9.1, 48, false],
    ['2823-3', 'mg/dL', 4.0, 9, 24, false], ['99999-9', 'mmol/L', 1, 100, 1, false],
  ] as const)('%s %s from %d to %d after %d h: %s', (code, unit, before, after, hours, flagged) =>
    expect(deltaCheck(code, unit, { value: before, at: 0 }, { value: after, at: hours * HOUR_MS }) !== null).toBe(flagged));

  test('says what it was', () => expect(deltaCheck('2823-3', 'mmol/L', { value: 4, at: 0 }, { value: 6, at: 5 * HOUR_MS })).toBe('Was 4 5 h before: check the specimen.'));
  test('nothing before, nothing to compare', () => expect(deltaCheck('2823-3', 'mmol/L', null, { value: 6, at: 0 })).toBeNull());
});
