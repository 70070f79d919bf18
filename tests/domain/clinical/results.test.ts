import fc from 'fast-check';
import { bandsAt, CHILD_CODES } from '../../../domain/clinical/childRanges';
import { CRITICAL_CODES, criticalLimits, criticalSide } from '../../../domain/clinical/criticalValues';
import { interpretResult, isUnjudged } from '../../../domain/clinical/interpretation';
import { LAB_TESTS } from '../../../domain/clinical/labTests';
import { RANGED_CODES, referenceRange } from '../../../domain/clinical/referenceRanges';

const aged = (sex: string, ageYears: number) => ({ sex, ageYears, ageDays: Math.floor(ageYears * 365.25) });
const woman = aged('female', 40);
const man = aged('male', 40);
const newborn = { sex: 'female', ageYears: 0, ageDays: 3 };

describe('reference ranges of adults (ABIM, January 2026): both bounds belong to the range', () => {
  test.each([
    ['718-7', 'g/dL', woman, [11.9, 'L'], [12, 'N'], [16, 'N'], [16.1, 'H']],
    ['718-7', 'g/dL', man, [13.9, 'L'], [14, 'N'], [18, 'N'], [18.1, 'H']],
    ['4544-3', '%', man, [41.9, 'L'], [42, 'N'], [50, 'N'], [50.1, 'H']],
    ['2160-0', 'mg/dL', woman, [0.49, 'L'], [0.5, 'N'], [1.1, 'N'], [1.11, 'H']],
    ['6690-2', '10*3/uL', woman, [3.9, 'L'], [4, 'N'], [11, 'N'], [11.1, 'H']],
    ['777-3', '10*3/uL', woman, [149, 'L'], [150, 'N'], [450, 'N'], [451, 'H']],
    ['2823-3', 'mmol/L', woman, [3.4, 'L'], [3.5, 'N'], [5, 'N'], [5.1, 'H']],
    ['2951-2', 'mmol/L', woman, [135, 'L'], [136, 'N'], [145, 'N'], [146, 'H']],
    ['17861-6', 'mg/dL', woman, [8.5, 'L'], [8.6, 'N'], [10.2, 'N'], [10.3, 'H']],
    ['2777-1', 'mg/dL', woman, [2.9, 'L'], [3, 'N'], [4.5, 'N'], [4.6, 'H']],
    ['5902-2', 's', woman, [10.9, 'L'], [11, 'N'], [13, 'N'], [13.1, 'H']],
    ['2744-1', '[pH]', woman, [7.37, 'L'], [7.38, 'N'], [7.44, 'N'], [7.45, 'H']],
    ['2276-4', 'ug/L', man, [23, 'L'], [24, 'N'], [336, 'N'], [337, 'H']],
  ] as [string, string, typeof woman, ...[number, string][]][])('%s in %s', (code, unit, person, ...cases) => {
    for (const [value, expected] of cases) expect([value, interpretResult(code, unit, value, person).interpretation]).toEqual([value, expected]);
  });

  test('one-sided ranges have one side', () => {
    expect(interpretResult('89579-7', 'pg/mL', 0, woman).interpretation).toBe('N');
    expect(interpretResult('89579-7', 'pg/mL', 15.1, woman).interpretation).toBe('H');
    expect(interpretResult('89579-7', 'pg/mL', 15.1, man).interpretation).toBe('N');
    expect(interpretResult('33914-3', 'mL/min', 59, man).interpretation).toBe('L');
    expect(interpretResult('33914-3', 'mL/min', 130, man).interpretation).toBe('N');
  });

  test('no range is borrowed: other unit, unknown sex, unknown code', () => {
    expect(referenceRange('718-7', 'g/L', woman)).toBeNull();
    expect(referenceRange('718-7', 'g/dL', aged('unknown', 40))).toBeNull();
    expect(referenceRange('2823-3', 'mmol/L', aged('unknown', 40))).not.toBeNull();
    expect(interpretResult('99999-9', 'mg/dL', 1, woman)).toEqual({ range: null, interpretation: null });
  });

  test('every range and limit is of a test the laboratory knows, in its unit', () => {
    for (const code of [...RANGED_CODES, ...CRITICAL_CODES]) expect([code, LAB_TESTS[code]?.name]).toEqual([code, expect.any(String)]);
    for (const code of RANGED_CODES) expect([code, referenceRange(code, LAB_TESTS[code]?.unit ?? '', woman)]).toEqual([code, expect.anything()]);
  });
});

describe('reference ranges under 18 (ACCP, PedSAP Reference Values for Common Laboratory Tests)', () => {
  const days = (ageDays: number, sex = 'female') => ({ sex, ageYears: Math.floor(ageDays / 365.25), ageDays });

  test.each([
    ['718-7', 'g/dL', days(3), [14.9, 'L'], [15, 'N'], [24, 'N'], [24.1, 'H']],
    ['718-7', 'g/dL', days(45), [10.4, 'L'], [10.5, 'N'], [14.1, 'H']],
    ['718-7', 'g/dL', aged('male', 5), [11.4, 'L'], [11.5, 'N'], [14.5, 'N'], [14.6, 'H']],
    ['718-7', 'g/dL', aged('male', 12), [12.4, 'L'], [16.1, 'N']],
    ['718-7', 'g/dL', aged('female', 12), [12.4, 'N'], [15.1, 'H']],
    ['2823-3', 'mmol/L', days(3), [3.6, 'L'], [7.2, 'N'], [7.3, 'HH']],
    ['2823-3', 'mmol/L', days(40), [6.2, 'N'], [6.3, 'H']],
    ['2823-3', 'mmol/L', aged('male', 8), [5.1, 'N'], [5.2, 'H'], [6.5, 'HH']],
    ['2160-0', 'mg/dL', aged('male', 8), [0.7, 'N'], [0.9, 'H']],
    ['2160-0', 'mg/dL', aged('male', 14), [0.9, 'N'], [1.1, 'H']],
    ['6768-6', 'U/L', aged('male', 14), [520, 'N'], [526, 'H']],
    ['6768-6', 'U/L', aged('female', 14), [320, 'N'], [321, 'H']],
    ['1975-2', 'mg/dL', days(3), [11.9, 'N'], [12, 'H']],
    ['6690-2', '10*3/uL', days(3), [9, 'L'], [34, 'N'], [35, 'H']],
    ['2777-1', 'mg/dL', aged('female', 13), [2.8, 'L'], [5.4, 'N']],
  ] as [string, string, typeof woman, ...[number, string][]][])('%s in %s for %o', (code, unit, person, ...cases) => {
    for (const [value, expected] of cases) expect([value, interpretResult(code, unit, value, person).interpretation]).toEqual([value, expected]);
  });

  test('what the source does not cover has no range, and never an adult’s', () => {
    expect(referenceRange('2160-0', 'mg/dL', days(100))).toBeNull();
    expect(referenceRange('5902-2', 's', aged('female', 10))).toBeNull();
    expect(referenceRange('718-7', 'g/dL', { ...aged('unknown', 12) })).toBeNull();
    expect(interpretResult('5902-2', 's', 20, aged('female', 10)).interpretation).toBeNull();
  });

  test('a birthday counts from its day on, also before a leap year evens it out', () => {
    expect(referenceRange('1751-7', 'g/dL', { sex: 'male', ageYears: 1, ageDays: 365 })).toEqual({ low: 3.4, high: 5.2 });
    expect(referenceRange('718-7', 'g/dL', { sex: 'male', ageYears: 18, ageDays: 6574 })).toEqual({ low: 14, high: 18 });
  });

  test('every age has at most one range, low below high, of a test the laboratory knows', () => {
    for (const code of CHILD_CODES) expect([code, LAB_TESTS[code]?.unit]).toEqual([code, expect.any(String)]);
    fc.assert(fc.property(fc.constantFrom(...CHILD_CODES), fc.integer({ min: 0, max: 6573 }), fc.constantFrom('female', 'male'), (code, ageDays, sex) => {
      const found = referenceRange(code, LAB_TESTS[code]?.unit ?? null, days(ageDays, sex));
      if (found?.low !== null && found?.low !== undefined && found.high !== null) expect(found.low).toBeLessThan(found.high);
      expect(bandsAt(code, ageDays)).toBeLessThanOrEqual(1);
    }));
  });

  test('nothing inside a child’s own range is called critical by a limit that is not of its age', () => {
    fc.assert(fc.property(fc.constantFrom(...CHILD_CODES), fc.integer({ min: 0, max: 6573 }), fc.constantFrom('female', 'male'), fc.double({ min: 0, max: 1, noNaN: true }), (code, ageDays, sex, share) => {
      const person = days(ageDays, sex);
      const found = referenceRange(code, LAB_TESTS[code]?.unit ?? null, person);
      if (!found || found.high === null) return;
      const value = (found.low ?? 0) + share * (found.high - (found.low ?? 0));
      if (criticalLimits(code, LAB_TESTS[code]?.unit ?? null, ageDays)?.isOfAge) return; // limits of this very age outrank its range
      expect(interpretResult(code, LAB_TESTS[code]?.unit ?? null, value, person).interpretation).toBe('N');
    }));
    expect(interpretResult('2823-3', 'mmol/L', 7, newborn).interpretation).toBe('N');
    expect(interpretResult('2823-3', 'mmol/L', 7, woman).interpretation).toBe('HH');
  });
});

describe('critical values of newborns (WakeMed tables)', () => {
  const aged = (ageDays: number) => ({ sex: 'female', ageYears: 0, ageDays });
  test.each([
    ['1975-2', 'mg/dL', 3, [11.9, 'N'], [14.9, 'H'], [15, 'HH']],
    ['1975-2', 'mg/dL', 30, [14.9, null], [15, 'HH']],
    ['1975-2', 'mg/dL', 31, [15, 'H']],
    ['4544-3', '%', 3, [69.9, 'N'], [70, 'HH']],
    ['4544-3', '%', 40, [59, 'H'], [60, 'HH']],
    ['2345-7', 'mg/dL', 0, [40, 'LL'], [41, 'N'], [400, 'HH']],
    ['2345-7', 'mg/dL', 1, [50, 'LL'], [51, 'N']],
    ['2744-1', '[pH]', 3, [7.19, 'LL'], [7.2, 'L'], [7.5, 'H'], [7.51, 'HH']],
    ['2019-8', 'mm[Hg]', 3, [29, 'LL'], [30, 'L'], [60, 'H'], [61, 'HH']],
    ['2703-7', 'mm[Hg]', 3, [39, 'LL'], [40, 'L'], [90, 'N'], [91, 'HH']],
    ['2703-7', 'mm[Hg]', 40, [59, 'LL'], [60, 'L']],
  ] as [string, string, number, ...[number, string | null][]][])('%s in %s at %i days', (code, unit, ageDays, ...cases) => {
    for (const [value, expected] of cases) expect([value, interpretResult(code, unit, value, aged(ageDays)).interpretation]).toEqual([value, expected]);
  });
});

describe('critical values of children (Kost, Pediatrics 1991;88:597-603)', () => {
  const child = (ageDays: number) => ({ sex: 'male', ageYears: Math.floor(ageDays / 365.25), ageDays });
  const [INFANT, SCHOOL, ALMOST] = [40, 8 * 365, 6574];
  test.each([
    ['2823-3', 'mmol/L', SCHOOL, [2.8, 'LL'], [2.9, 'L'], [6.3, 'H'], [6.4, 'HH']],
    ['2823-3', 'mmol/L', 3, [6.4, 'N'], [2.8, 'L'], [2.5, 'LL']],
    ['2951-2', 'mmol/L', INFANT, [121, 'LL'], [122, 'L'], [155, 'H'], [156, 'HH']],
    ['718-7', 'g/dL', SCHOOL, [6.9, 'LL'], [7, 'L'], [20.8, 'HH']],
    ['4544-3', '%', SCHOOL, [20, 'LL'], [59.9, 'H'], [60, 'HH']],
    ['6690-2', '10*3/uL', SCHOOL, [2.1, 'LL'], [42.9, 'HH']],
    ['777-3', '10*3/uL', ALMOST, [53, 'LL'], [916, 'HH']],
  ] as [string, string, number, ...[number, string | null][]][])('%s in %s at %i days', (code, unit, ageDays, ...cases) => {
    for (const [value, expected] of cases) expect([value, interpretResult(code, unit, value, child(ageDays)).interpretation]).toEqual([value, expected]);
  });

  test('never call later than an adult’s, but where a newborn’s own table says so', () => {
    for (const code of CRITICAL_CODES) {
      const unit = LAB_TESTS[code]?.unit ?? null;
      const [own, adult] = [criticalLimits(code, unit, SCHOOL), criticalLimits(code, unit, 40 * 365)];
      if (adult?.low) expect(own?.low?.at ?? -Infinity).toBeGreaterThanOrEqual(adult.low.at);
      if (adult?.high) expect(own?.high?.at ?? Infinity).toBeLessThanOrEqual(adult.high.at);
    }
  });
});

describe('a number no table judges', () => {
  const read = (code: string, unit: string, value: number, person: typeof woman) => isUnjudged({ category: 'laboratory', value, interpretation: interpretResult(code, unit, value, person).interpretation });
  test.each([
    ['a child’s clotting time', '5902-2', 's', 20, aged('female', 10), true],
    ['the same beyond a critical limit', '5902-2', 's', 40, aged('female', 10), false],
    ['an adult’s', '5902-2', 's', 20, woman, false],
    ['another unit', '2823-3', 'mg/dL', 7, woman, true],
  ] as const)('%s: %s in %s, %d', (_name, code, unit, value, person, expected) => expect(read(code, unit, value, { ...person })).toBe(expected));

  test('is a number of the laboratory: words and bedside values are not', () => {
    expect(isUnjudged({ category: 'laboratory', value: null, interpretation: null })).toBe(false);
    expect(isUnjudged({ category: 'vital-signs', value: 70, interpretation: null })).toBe(false);
  });
});

describe('critical values of adults (WakeMed tables; platelets: Mayo Clinic Laboratories)', () => {
  const sideOf = (code: string, unit: string | null, value: number) => criticalSide(criticalLimits(code, unit, woman.ageDays) ?? {}, value);
  test.each([
    ['2823-3', 'mmol/L', [2.5, 'LL'], [2.51, null], [6.49, null], [6.5, 'HH']],
    ['2951-2', 'mmol/L', [120, 'LL'], [121, null], [159, null], [160, 'HH']],
    ['2345-7', 'mg/dL', [50, 'LL'], [51, null], [399, null], [400, 'HH']],
    ['17861-6', 'mg/dL', [6.5, 'LL'], [6.6, null], [11.9, null], [12, 'HH']],
    ['2028-9', 'mmol/L', [11, 'LL'], [12, null], [39, null], [40, 'HH']],
    ['19123-9', 'mg/dL', [1, 'LL'], [1.1, null], [4.9, null], [5, 'HH']],
    ['2777-1', 'mg/dL', [1, 'LL'], [1.1, null], [20, null]],
    ['718-7', 'g/dL', [6, 'LL'], [6.1, null], [25, null]],
    ['4544-3', '%', [10, null], [59, null], [60, 'HH']],
    ['6690-2', '10*3/uL', [1, 'LL'], [1.1, null], [49, null], [50, 'HH']],
    ['777-3', '10*3/uL', [40, 'LL'], [41, null], [999, null], [1000, 'HH']],
    ['3173-2', 's', [84, null], [85, 'HH']],
    ['5902-2', 's', [39, null], [40, 'HH']],
    ['6301-6', '{INR}', [4.9, null], [5, 'HH']],
    ['2744-1', '[pH]', [7.24, 'LL'], [7.25, null], [7.6, null], [7.61, 'HH']],
    ['2019-8', 'mm[Hg]', [24, 'LL'], [25, null], [60, null], [61, 'HH']],
    ['2703-7', 'mm[Hg]', [59, 'LL'], [60, null], [500, null]],
  ] as [string, string, ...[number, string | null][]][])('%s in %s', (code, unit, ...cases) => {
    for (const [value, expected] of cases) expect([value, sideOf(code, unit, value)]).toEqual([value, expected]);
  });

  test('a critical value is never called normal, low or high', () => {
    fc.assert(fc.property(fc.constantFrom(...CRITICAL_CODES), fc.double({ min: -10, max: 2000, noNaN: true }), (code, value) => {
      const unit = LAB_TESTS[code]?.unit ?? null;
      const side = sideOf(code, unit, value);
      const { interpretation } = interpretResult(code, unit, value, woman);
      expect(side === null ? ['N', 'L', 'H', null] : [side]).toContain(interpretation);
    }));
  });
});
