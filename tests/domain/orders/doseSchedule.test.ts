import fc from 'fast-check';
import { doseInRound, isFinishedAfter, roundCadence, type ScheduledMedicine } from '../../../domain/orders/doseSchedule';

const order = (everyHours: number | null, dosesPlanned: number | null = null, asNeeded = false): ScheduledMedicine => ({ everyHours, dosesPlanned, asNeeded });

describe('medicine rounds', () => {
  test('come at the shortest interval ordered; medicines as needed need none', () => {
    expect(roundCadence([order(24), order(8), order(null, 1)])).toBe(8);
    expect(roundCadence([order(null, 1)])).toBe(24);
    expect(roundCadence([order(6, null, true)])).toBeNull();
    expect(roundCadence([])).toBeNull();
  });

  test('give each medicine at its own interval: 8-hourly and 12-hourly in rounds of 8 hours', () => {
    const rounds = [1, 2, 3, 4, 5, 6, 7];
    expect(rounds.map((round) => doseInRound(order(8), round, 8))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(rounds.map((round) => doseInRound(order(12), round, 8))).toEqual([1, null, 2, 3, null, 4, 5]);
    expect(rounds.map((round) => doseInRound(order(24, 2), round, 8))).toEqual([1, null, null, 2, null, null, null]);
    expect(rounds.map((round) => doseInRound(order(null, 1), round, 8))).toEqual([1, null, null, null, null, null, null]);
  });

  test('give every dose that was ordered, once, and then say so', () => {
    const orders = fc.record({ everyHours: fc.constantFrom(4, 6, 8, 12, 24, null), doses: fc.integer({ min: 1, max: 30 }), cadence: fc.constantFrom(4, 6, 8, 12, 24) });
    fc.assert(fc.property(orders, ({ everyHours, doses, cadence }) => {
      const hours = everyHours === null ? null : Math.max(everyHours, cadence); // the cadence is the shortest interval there is
      const one = order(hours, hours === null ? 1 : doses);
      const given: number[] = [];
      let round = 0;
      do {
        round += 1;
        const dose = doseInRound(one, round, cadence);
        if (dose !== null) given.push(dose);
      } while (!isFinishedAfter(one, round, cadence));
      expect(given).toEqual(Array.from({ length: hours === null ? 1 : doses }, (_, index) => index + 1));
      expect(doseInRound(one, round + 1, cadence)).toBeNull();
    }));
  });
});
