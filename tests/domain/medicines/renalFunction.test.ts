import fc from 'fast-check';
import { ckdEpi2021, cockcroftGault, renalFunction } from '../../../domain/medicines/renalFunction';

/** Worked by hand from Cockcroft and Gault, Nephron 1976;16:31. */
describe('Cockcroft-Gault', () => {
  test.each([
    ['male', 60, 1.0, 72, 80],
    ['female', 60, 1.0, 72, 68],
    ['male', 40, 2.0, 80, 55.6],
    ['female', 85, 1.4, 50, 23.2],
    ['male', 75, 0.8, 66, 74.5],
  ] as const)('%s, %i years, creatinine %d, %d kg: %d mL/min', (sex, ageYears, creatinine, weightKg, expected) => expect(cockcroftGault({ sex, ageYears, creatinine, weightKg })).toBe(expected));

  test('says nothing without a weight, about children, or without a sex', () => {
    expect(cockcroftGault({ sex: 'male', ageYears: 60, creatinine: 1, weightKg: null })).toBeNull();
    expect(cockcroftGault({ sex: 'male', ageYears: 12, creatinine: 1, weightKg: 40 })).toBeNull();
    expect(cockcroftGault({ sex: 'unknown', ageYears: 60, creatinine: 1, weightKg: 70 })).toBeNull();
  });
});

/** Worked by hand from Inker et al., New England Journal of Medicine 2021;385:1737, table S1 form of the equation. */
describe('CKD-EPI 2021', () => {
  test.each([
    ['male', 50, 1.0, 92],
    ['female', 50, 1.0, 69],
    ['male', 70, 2.0, 35],
    ['female', 30, 0.6, 124],
    ['male', 18, 0.9, 127],
    ['female', 85, 3.5, 12],
  ] as const)('%s, %i years, creatinine %d: %i', (sex, ageYears, creatinine, expected) => expect(ckdEpi2021({ sex, ageYears, creatinine })).toBe(expected));

  test('falls as creatinine or age rises', () => {
    const person = fc.record({ sex: fc.constantFrom('female', 'male'), ageYears: fc.integer({ min: 18, max: 99 }), creatinine: fc.double({ min: 0.3, max: 12, noNaN: true }) });
    fc.assert(fc.property(person, (one) => {
      const egfr = ckdEpi2021(one) ?? 0;
      expect(ckdEpi2021({ ...one, creatinine: one.creatinine * 1.2 }) ?? 0).toBeLessThanOrEqual(egfr);
      expect(ckdEpi2021({ ...one, ageYears: one.ageYears + 1 }) ?? 0).toBeLessThanOrEqual(egfr);
    }));
  });

  test('nothing is known without a creatinine', () => expect(renalFunction({ sex: 'male', ageYears: 60, creatinine: null, weightKg: 70 })).toBeNull());
});
