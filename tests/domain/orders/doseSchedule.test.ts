import fc from 'fast-check';
import { nextMedicineRoundAt } from '../../../domain/clinical/medicineRounds';
import { nextDose, ROUND_WINDOW_MS, roundCadence, type ScheduledMedicine, tooSoon } from '../../../domain/orders/doseSchedule';
import { HOUR_MS, MINUTE_MS } from '../../../domain/time';

const order = (everyHours: number | null, dosesPlanned: number | null = null, isUnscheduled = false): ScheduledMedicine => ({ everyHours, dosesPlanned, isUnscheduled });
const none = { count: 0, lastDueAt: null, lastGivenAt: null };

describe('medicine rounds', () => {
  test('come at the shortest interval ordered; medicines as needed need none', () => {
    expect(roundCadence([order(24), order(8), order(null, 1)])).toBe(8);
    expect(roundCadence([order(null, 1)])).toBe(24);
    expect(roundCadence([order(6, null, true)])).toBeNull();
    expect(roundCadence([])).toBeNull();
  });
});

describe('the next dose', () => {
  test('is the first one now, then keeps its hours', () => {
    expect(nextDose(order(8), none, 1000)).toEqual({ number: 1, dueAt: 1000 });
    expect(nextDose(order(8), { count: 1, lastDueAt: 0, lastGivenAt: 20 * MINUTE_MS }, HOUR_MS)).toEqual({ number: 2, dueAt: 8 * HOUR_MS });
  });

  test('is never closer than half the interval to one given late', () => {
    expect(nextDose(order(8), { count: 1, lastDueAt: 0, lastGivenAt: 7 * HOUR_MS }, 8 * HOUR_MS)?.dueAt).toBe(11 * HOUR_MS);
  });

  test('does not come for single doses given, courses done, or medicines without rounds', () => {
    expect(nextDose(order(null), { count: 1, lastDueAt: 0, lastGivenAt: 0 }, HOUR_MS)).toBeNull();
    expect(nextDose(order(6, 2), { count: 2, lastDueAt: 0, lastGivenAt: 0 }, HOUR_MS)).toBeNull();
    expect(nextDose(order(6, null, true), none, 0)).toBeNull();
  });

  test('gives every dose ordered, once, in order, never two within half an interval, however late rounds are and whatever else is ordered meanwhile', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 30 * 60 }), { minLength: 60, maxLength: 60 });
    fc.assert(fc.property(fc.constantFrom(4, 6, 8, 12, 24), fc.integer({ min: 1, max: 20 }), lateness, (everyHours, planned, late) => {
      const one = order(everyHours, planned);
      const given: number[] = [];
      let sofar: Parameters<typeof nextDose>[1] = none;
      let now = 0;
      for (let next = nextDose(one, sofar, now); next !== null; next = nextDose(one, sofar, now)) {
        if (next.dueAt > now + ROUND_WINDOW_MS) {
          now = next.dueAt - ROUND_WINDOW_MS;
          continue;
        }
        expect(next.number).toBe(given.length + 1);
        now = Math.max(now, next.dueAt) + (late[given.length] ?? 0) * MINUTE_MS;
        if (given.length > 0) expect(now - (given[given.length - 1] ?? 0)).toBeGreaterThanOrEqual((everyHours * HOUR_MS) / 2);
        given.push(now);
        sofar = { count: next.number, lastDueAt: next.dueAt, lastGivenAt: now };
      }
      expect(given).toHaveLength(planned);
    }));
  });
});

describe('a medicine when needed', () => {
  const rule = { everyHours: 6, maxPerDay: 3 };
  test.each([
    ['never given', [], 100, null],
    ['given long enough ago', [0], 6, null],
    ['given too lately', [0], 5, 'The last dose was 300 minutes ago; at least 6 h must lie between two.'],
    ['given as often as a day allows', [0, 6, 12], 20, '3 doses were given within 24 hours; at most 3 are ordered.'],
    ['given often, but yesterday', [0, 6, 12], 30, null],
  ])('%s', (_name, hours, now, expected) => expect(tooSoon(rule, hours.map((hour) => hour * HOUR_MS), now * HOUR_MS)).toBe(expected));

  test('whoever asks however often is never given two too close, nor more than a day allows; and who waits long enough gets it', () => {
    const asks = fc.array(fc.integer({ min: 1, max: 20 * 60 }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(fc.constantFrom(null, 1, 4, 6, 8), fc.option(fc.integer({ min: 1, max: 6 })), asks, (everyHours, maxPerDay, waits) => {
      const given: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait * MINUTE_MS;
        const why = tooSoon({ everyHours, maxPerDay }, given, now);
        if (why === null) given.push(now);
        else expect(why).toMatch(/\d+ (minutes ago|doses were given)/);
      }
      for (const [index, time] of given.entries()) {
        if (index > 0) expect(time - (given[index - 1] ?? 0)).toBeGreaterThanOrEqual((everyHours ?? 0) * HOUR_MS);
        if (maxPerDay !== null) expect(given.filter((other) => other <= time && time - other < 24 * HOUR_MS).length).toBeLessThanOrEqual(maxPerDay);
      }
      expect(tooSoon({ everyHours, maxPerDay }, given, now + 24 * HOUR_MS)).toBeNull();
    }));
  });
});

describe('the next medicine round', () => {
  test('keeps its hours when in time, is never closer than half the interval, and never earlier for having been late', () => {
    fc.assert(fc.property(fc.constantFrom(4, 6, 8, 12, 24), fc.integer({ min: 0, max: 48 * 60 }), fc.integer({ min: 0, max: 48 * 60 }), (everyHours, late, later) => {
      const [finished, finishedLater] = [late * MINUTE_MS, (late + later) * MINUTE_MS];
      const next = nextMedicineRoundAt(0, finished, everyHours);
      expect(next - finished).toBeGreaterThanOrEqual((everyHours * HOUR_MS) / 2);
      expect(next).toBeGreaterThanOrEqual(everyHours * HOUR_MS);
      if (finished <= (everyHours * HOUR_MS) / 2) expect(next).toBe(everyHours * HOUR_MS);
      expect(nextMedicineRoundAt(0, finishedLater, everyHours)).toBeGreaterThanOrEqual(next);
    }));
  });
});
