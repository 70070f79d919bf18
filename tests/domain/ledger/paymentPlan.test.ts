import fc from 'fast-check';
import { dunningOn } from '../../../domain/ledger/dunning';
import { needsSecondPerson } from '../../../domain/ledger/moneyRequests';
import { allocate, dueOf, splitIntoInstalments, stepsOf } from '../../../domain/ledger/paymentPlan';

const plan = fc.record({ total: fc.integer({ min: 36, max: 50_000_000 }), count: fc.integer({ min: 2, max: 36 }), rhythm: fc.constantFrom('month' as const, 'two-weeks' as const, 'week' as const) });

describe('a payment plan', () => {
  test('sums to the balance to the cent, in instalments that differ by a cent at most, on days that follow each other', () => {
    fc.assert(fc.property(plan, ({ total, count, rhythm }) => {
      const instalments = splitIntoInstalments(total, count, '2026-01-31', rhythm);
      const cents = instalments.map((one) => one.cents);
      expect(cents.reduce((a, b) => a + b, 0)).toBe(total);
      expect(Math.max(...cents) - Math.min(...cents)).toBeLessThanOrEqual(1);
      expect(instalments.every(({ dueOn }, index) => index === 0 || dueOn > (instalments[index - 1]?.dueOn ?? ''))).toBe(true);
    }));
  });

  test('keeps its day of the month, and takes the last one of a short month', () => {
    expect(splitIntoInstalments(100, 4, '2027-12-31', 'month').map(({ dueOn, cents }) => [dueOn, cents])).toEqual([['2027-12-31', 25], ['2028-01-31', 25], ['2028-02-29', 25], ['2028-03-31', 25]]);
    expect(splitIntoInstalments(100, 3, '2026-11-30', 'two-weeks').map(({ dueOn, cents }) => [dueOn, cents])).toEqual([['2026-11-30', 34], ['2026-12-14', 33], ['2026-12-28', 33]]);
    expect(() => splitIntoInstalments(2, 3, '2026-11-30', 'week')).toThrow(RangeError);
  });

  test('gives what is paid to the oldest instalment first; nothing is lost or made up', () => {
    fc.assert(fc.property(plan, fc.double({ min: 0, max: 1.5, noNaN: true }), ({ total, count, rhythm }, share) => {
      const paid = Math.floor(total * share);
      const allocated = allocate(splitIntoInstalments(total, count, '2026-01-31', rhythm), paid);
      expect(allocated.reduce((sum, { openCents }) => sum + openCents, 0)).toBe(Math.max(0, total - paid));
      const firstOpen = allocated.findIndex(({ openCents }) => openCents > 0);
      expect(allocated.slice(firstOpen + 1).every(({ openCents, cents }) => firstOpen === -1 || openCents === cents)).toBe(true);
    }));
  });

  test('asks for instalments that are due, reminds ahead and once more, and ends after the grace', () => {
    const allocated = allocate(splitIntoInstalments(300, 3, '2026-11-30', 'month'), 150);
    expect([dueOf(allocated, '2026-11-30'), dueOf(allocated, '2026-12-29'), dueOf(allocated, '2026-12-30'), dueOf(allocated, '2027-02-01')]).toEqual([0, 0, 50, 150]);
    expect(stepsOf(allocated).map(({ what, on, instalment }) => [what, on, instalment.number])).toEqual([['remind', '2026-12-27', 2], ['remind-late', '2026-12-31', 2], ['default', '2027-01-10', 2]]);
    expect(stepsOf(allocate(allocated, 300))).toEqual([]);
  });
});

test.each([
  ['2026-12-07', null, '2026-12-08'], ['2026-12-08', 1, '2026-12-22'], ['2026-12-21', 1, '2026-12-22'], ['2026-12-22', 2, '2027-01-05'], ['2027-01-10', 3, '2027-01-19'], ['2027-03-01', 4, null],
])('an invoice due on 1 December stands on %s at reminder %p, the next on %p', (today, now, nextOn) => {
  expect(dunningOn('2026-12-01', today)).toEqual({ now, nextOn });
});

test.each([[10_000, 0, false], [10_001, 0, true], [1, 10_000, true], [0, 10_000, false]])('%d cents with %d decided alone before need a second person above 10,000: %p', (cents, decidedAloneCents, needs) => {
  expect(needsSecondPerson({ cents, decidedAloneCents, limitCents: 10_000 })).toBe(needs);
});
