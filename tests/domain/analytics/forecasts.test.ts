import fc from 'fast-check';
import { type ClaimMoney, forecastCash, habitsOf } from '../../../domain/analytics/cash';
import { compare, expectations, FEWEST_STAYS, type PastStay } from '../../../domain/analytics/expectation';
import { betterMethod, errorOf, forecast, heldBackError, LEAST_WEEKS } from '../../../domain/analytics/forecast';

/** A hospital's census: a weekly rhythm and a noise that is the same in every run. */
const census = (weeks: number): number[] => Array.from({ length: weeks * 7 }, (_, day) => (28 + (day % 7) * 3) + ((day * 7919) % 11) - 5);

describe('forecast of a daily series', () => {
  test('a rhythm that never changes is told exactly, whatever the method, and without an error', () => {
    const rhythm = census(12).map((_value, day) => 10 + (day % 7));
    for (const method of ['seasonal', 'naive'] as const) {
      expect(forecast(rhythm, 9, method).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([10, 11, 12, 13, 14, 15, 16, 10, 11]);
      expect(heldBackError(rhythm, 4, method)).toMatchObject({ mape: expect.closeTo(0, 9), mae: expect.closeTo(0, 9), mase: null });
    }
  });

  test('with noise, means of weekdays err less than the naive forecast on weeks neither had seen', () => {
    const series = census(26);
    const errors = { seasonal: heldBackError(series, 4, 'seasonal'), naive: heldBackError(series, 4, 'naive') };
    expect(errors.seasonal?.mae).toBeLessThan(errors.naive?.mae ?? 0);
    expect(errors.seasonal?.mase).toBeLessThan(1);
    expect(betterMethod(errors)).toBe('seasonal');
  });

  test('too short a past has no error to show, and a day without patients does not divide by zero', () => {
    expect(heldBackError(census(9), 4, 'seasonal')).toBeNull();
    expect(heldBackError(census(LEAST_WEEKS + 4), 4, 'seasonal')).not.toBeNull();
    expect(errorOf([{ truth: 0, told: 2 }, { truth: 4, told: 3 }], 2)).toEqual({ mae: 1.5, mase: 0.75, mape: 0.25 });
    expect(errorOf([{ truth: 0, told: 2 }], 0)).toEqual({ mae: 2, mase: null, mape: null });
  });

  test('of weeks, the mean of those before errs less than the last one where they only scatter, and nobody sees a rhythm in them', () => {
    const weeks = Array.from({ length: 40 }, (_, week) => 1_000 + ((week * 7919) % 401));
    const [seasonal, naive] = [heldBackError(weeks, 12, 'seasonal', 'week'), heldBackError(weeks, 12, 'naive', 'week')];
    expect(seasonal?.mae).toBeLessThan(naive?.mae ?? 0);
    expect(forecast([1, 2, 4], 2, 'naive', 'week')).toEqual([4, 4]);
    expect(heldBackError(weeks.slice(0, LEAST_WEEKS + 11), 12, 'seasonal', 'week')).toBeNull();
  });

  test('never leaves the range of what has been', () => {
    fc.assert(fc.property(fc.array(fc.nat(500), { minLength: 14, maxLength: 200 }), fc.integer({ min: 1, max: 28 }), (series, days) => {
      for (const value of forecast(series, days, 'seasonal')) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...series) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...series) + 1e-9);
      }
    }));
  });
});

describe('stays against what was to be expected', () => {
  const stay = (group: string, days: number, readmitted = false): PastStay => ({ group, days, readmitted });
  const past = [...Array<PastStay>(90).fill(stay('respiratory', 4)), ...Array<PastStay>(10).fill(stay('respiratory', 4, true)), stay('eye', 50)];

  test('a group of many stays speaks for itself, one of few leans on all, one that nobody has seen is like all', () => {
    const expected = expectations(past);
    expect(expected.get('respiratory')?.days).toBeCloseTo(4.04, 1);
    // One stay of 50 days, ten of 4.46: not 50.
    expect(expected.get('eye')?.days).toBeCloseTo((50 + 10 * (450 / 101)) / 11, 6);
    expect(compare([stay('skin', 3)], expected).expectedDays).toBeCloseTo(450 / 101, 6);
  });

  test('of fewer than twenty stays no ratio is told; of more, one with its limits', () => {
    const expected = expectations(past);
    expect(compare(Array<PastStay>(FEWEST_STAYS - 1).fill(stay('respiratory', 4, true)), expected).ratio).toBeNull();
    const { ratio } = compare([...Array<PastStay>(90).fill(stay('respiratory', 4)), ...Array<PastStay>(10).fill(stay('respiratory', 5, true))], expected);
    expect(ratio?.value).toBeCloseTo(1, 1);
    // Byar's limits of a count of ten are 4.8 and 18.4.
    expect(ratio?.low).toBeCloseTo(0.48, 1);
    expect(ratio?.high).toBeCloseTo(1.84, 1);
    expect(compare([], expected)).toMatchObject({ stays: 0, observedDays: null, ratio: null });
  });
});

describe('cash to come', () => {
  const claim = (submittedOn: number, answeredOn: number | null, more: Partial<ClaimMoney> = {}): ClaimMoney => ({ payerId: 'a', submittedOn, answeredOn, claims: 1, denied: 0, chargeCents: 10_000, paidCents: answeredOn === null ? 0 : 8_000, ...more });

  test('a payer that always takes ten days pays an open claim ten days after it was sent, by the share it pays', () => {
    const habits = habitsOf(Array.from({ length: 30 }, (_, n) => claim(n, n + 10)));
    expect(forecastCash([claim(95, null)], habits, 100, 3)).toEqual([{ cents: 8_000, denials: 0 }, { cents: 0, denials: 0 }, { cents: 0, denials: 0 }]);
    expect(forecastCash([claim(99, null)], habits, 100, 3).map(({ cents }) => cents)).toEqual([0, 8_000, 0]);
  });

  test('refusals are counted on as often as the payer refuses, and a payer nobody knows is like all', () => {
    const habits = habitsOf(Array.from({ length: 40 }, (_, n) => claim(n, n + 5, n % 4 === 0 ? { denied: 1, paidCents: 0 } : {})));
    const [week] = forecastCash([claim(100, null, { payerId: 'unknown' })], habits, 100, 4);
    expect(week).toEqual({ cents: 6_000, denials: 0.25 });
  });

  /** As the forecast is defined: each open claim against each answer of its payer. */
  function oneByOne(open: readonly ClaimMoney[], answered: readonly ClaimMoney[], today: number, weeks: number): { cents: number; denials: number }[] {
    const told = Array.from({ length: weeks }, () => ({ cents: 0, denials: 0 }));
    for (const { payerId, submittedOn, chargeCents } of open) {
      const own = answered.filter((one) => one.payerId === payerId);
      const like = own.length >= 20 ? own : answered;
      const lags = like.map((one) => (one.answeredOn ?? 0) - one.submittedOn);
      const [charged, paid] = [like.reduce((sum, one) => sum + one.chargeCents, 0), like.reduce((sum, one) => sum + one.paidCents, 0)];
      const age = today - submittedOn;
      const left = lags.filter((lag) => lag > age);
      told.forEach((week, index) => {
        const fell = left.filter((lag) => lag > age + index * 7 && lag <= age + (index + 1) * 7).length;
        const chance = lags.length === 0 ? 0 : left.length === 0 ? 1 / weeks : fell / left.length;
        week.cents += charged === 0 ? 0 : (chance * chargeCents * paid) / charged;
        week.denials += like.length === 0 ? 0 : (chance * like.reduce((sum, one) => sum + one.denied, 0)) / like.length;
      });
    }
    return told;
  }

  /** Claims of one payer and the same days as one. */
  function together(claims: readonly ClaimMoney[]): ClaimMoney[] {
    const groups = new Map<string, ClaimMoney>();
    for (const one of claims) {
      const key = `${one.payerId}/${one.submittedOn}/${one.answeredOn}`;
      const known = groups.get(key);
      const add = (name: 'claims' | 'denied' | 'chargeCents' | 'paidCents'): number => (known?.[name] ?? 0) + one[name];
      groups.set(key, { ...one, claims: add('claims'), denied: add('denied'), chargeCents: add('chargeCents'), paidCents: add('paidCents') });
    }
    return [...groups.values()];
  }

  test('claims told together by payer and days come to what they come to one by one', () => {
    const money = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(12), fc.nat(9), fc.integer({ min: 0, max: 50_000 }), fc.boolean());
    fc.assert(fc.property(fc.array(money, { maxLength: 120 }), fc.array(money, { maxLength: 30 }), (past, waiting) => {
      const answered = past.map(([payerId, on, lag, cents, isDenied]) => claim(on, on + lag * 3, { payerId, chargeCents: cents * 2, paidCents: isDenied ? 0 : cents, denied: isDenied ? 1 : 0 }));
      const open = waiting.map(([payerId, on, , cents]) => claim(on + 8, null, { payerId, chargeCents: cents }));
      const truth = oneByOne(open, answered, 21, 4);
      forecastCash(together(open), habitsOf(together(answered)), 21, 4).forEach(({ cents, denials }, week) => {
        expect(Math.abs(cents - (truth[week]?.cents ?? 0))).toBeLessThanOrEqual(0.51);
        expect(denials).toBeCloseTo(truth[week]?.denials ?? 0, 6);
      });
    }));
  });

  test('no open claim brings more than it is worth, however long it has waited', () => {
    const claims = fc.array(fc.tuple(fc.nat(300), fc.nat(60)), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(claims, fc.array(fc.nat(399), { maxLength: 20 }), (answered, open) => {
      const told = forecastCash(open.map((on) => claim(on, null)), habitsOf(answered.map(([on, lag]) => claim(on, on + lag))), 400, 8);
      expect(told.reduce((sum, { cents }) => sum + cents, 0)).toBeLessThanOrEqual(open.length * 8_000 + 8);
    }));
  });
});
