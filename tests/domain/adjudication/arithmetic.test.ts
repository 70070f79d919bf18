import fc from 'fast-check';
import { daysBetween, isCalendarDay } from '../../../domain/adjudication/dates';
import { decimalOf, timesHalfUp } from '../../../domain/adjudication/exact';

describe('cents × rate, half up', () => {
  test('agrees with long arithmetic for any amount and any decimal of up to 12 places', () => {
    fc.assert(fc.property(fc.maxSafeNat(), fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 12 }), (amount, digits, places) => {
      const scale = 10n ** BigInt(places);
      fc.pre(digits <= scale);
      const product = BigInt(amount) * digits;
      const expected = product / scale + (2n * (product % scale) >= scale ? 1n : 0n);
      expect(BigInt(timesHalfUp(amount, decimalOf(Number(`${digits}e-${places}`))))).toBe(expected);
    }), { numRuns: 2_000 });
  });

  test.each([
    [100, 0.285, 29], [100, 1.005, 101], [1_000, 1.0005, 1_001], [7, 0, 0], [0, 0.3, 0], [3, 1e21 / 1e21, 3], [1, 5e-1, 1], [10, 1e-2, 0], [50, 1e-2, 1], [49, 1e-2, 0],
  ])('%p × %p = %p', (amount, rate, expected) => expect(timesHalfUp(amount, decimalOf(rate))).toBe(expected));

  test('a product beyond exact range is refused, as is what is no rate', () => {
    expect(() => timesHalfUp(Number.MAX_SAFE_INTEGER, decimalOf(1.5))).toThrow(RangeError);
    expect(() => timesHalfUp(2, decimalOf(1e21))).toThrow(RangeError);
    expect(() => decimalOf(-0.1)).toThrow(RangeError);
    expect(() => decimalOf(NaN)).toThrow(RangeError);
  });
});

describe('calendar days', () => {
  test('agree with the platform’s calendar, day by day', () => {
    for (let day = Date.UTC(1999, 11, 1); day < Date.UTC(2033, 2, 1); day += 86_400_000) {
      const text = new Date(day).toISOString().slice(0, 10);
      const next = new Date(day + 86_400_000).toISOString().slice(0, 10);
      expect(isCalendarDay(text)).toBe(true);
      expect(daysBetween(text, next)).toBe(1);
    }
    expect(daysBetween('1999-12-01', '2033-03-01')).toBe((Date.UTC(2033, 2, 1) - Date.UTC(1999, 11, 1)) / 86_400_000);
    expect(daysBetween('2026-03-10', '2026-03-02')).toBe(-8);
  });

  test.each(['2025-02-29', '2100-02-29', '2026-06-31', '2026-00-01', '2026-01-00', '2026-01-32', '2026-1-01', '+026-01-01', '2026/01/01', '2026-01-01 ', '0000-12-31', '٢٠٢٦-٠١-٠١'])('%s is none', (text) => {
    expect(isCalendarDay(text)).toBe(false);
  });

  test.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is one', (text) => expect(isCalendarDay(text)).toBe(true));
});
