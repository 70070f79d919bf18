import fc from 'fast-check';
import { priceServices, type RecordedCost, SERVICE_CATEGORIES, type ServiceCategory, shareOut } from '../../../domain/claims/chargeMaster';
import { roomCharges, roomRate } from '../../../domain/claims/roomAndBoard';

const categories = Object.keys(SERVICE_CATEGORIES) as ServiceCategory[];
const service = fc.record({ category: fc.constantFrom(...categories), units: fc.integer({ min: 1, max: 40 }), unitCents: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null }) });
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe('sharing out an amount', () => {
  test('gives shares that add up to it exactly, none negative, equal weights differing by a cent at most', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 50 }), (amount, weights) => {
      const shares = shareOut(amount, weights);
      expect(shares.reduce((total, share) => total + BigInt(share), 0n)).toBe(BigInt(amount));
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      const even = shareOut(amount, weights.map(() => 1));
      expect(Math.max(...even) - Math.min(...even)).toBeLessThanOrEqual(1);
    }));
  });
});

describe('pricing', () => {
  test('a recorded cost goes first, else the list price', () => {
    expect(priceServices([{ category: 'laboratory', units: 2, unitCents: null }, { category: 'medicine', units: 3, unitCents: 250 }], null)).toEqual([2 * SERVICE_CATEGORIES.laboratory.priceCents, 750]);
  });

  test('a replay with a room costs what the past stay cost: base, items and the rest, to the cent', () => {
    const stay = fc.array(service.filter(({ category }) => !['room', 'visit', 'emergency', 'medicine'].includes(category)), { maxLength: 20 });
    fc.assert(fc.property(stay, fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 10_000_000 }), (others, baseCents, restCents) => {
      const itemisedCents = sum(others.map(({ units, unitCents }) => (unitCents ?? 0) * units));
      const recorded: RecordedCost = { baseCents, itemisedCents, totalCents: baseCents + itemisedCents + restCents };
      expect(sum(priceServices([{ category: 'room', units: 3, unitCents: null }, ...others], recorded))).toBe(recorded.totalCents);
    }));
  });

  test('a past total below its parts makes nothing negative', () => {
    expect(priceServices([{ category: 'room', units: 1, unitCents: null }, { category: 'laboratory', units: 1, unitCents: null }], { baseCents: 500, itemisedCents: 9_000, totalCents: 100 })).toEqual([500, 0]);
  });
});

describe('room and board', () => {
  const night = (id: string, from: string, to: string, wardSpecialty: string | null = null) => ({ id, from, to, wardSpecialty });

  test.each([
    ['three nights in one bed', [night('a', '2026-03-01T10:00:00Z', '2026-03-04T09:00:00Z')], [['a', 3]]],
    ['a transfer before midnight bills that night once, where the patient slept', [night('a', '2026-03-01T10:00:00Z', '2026-03-02T20:00:00Z'), night('b', '2026-03-02T20:00:00Z', '2026-03-04T08:00:00Z')], [['a', 1], ['b', 2]]],
    ['an afternoon in a third bed is no night', [night('a', '2026-03-01T10:00:00Z', '2026-03-02T08:00:00Z'), night('b', '2026-03-02T08:00:00Z', '2026-03-02T18:00:00Z')], [['a', 1]]],
    ['a stay without a midnight is one day in its first bed', [night('b', '2026-03-01T14:00:00Z', '2026-03-01T20:00:00Z'), night('a', '2026-03-01T08:00:00Z', '2026-03-01T14:00:00Z')], [['a', 1]]],
    ['no bed, no room', [], []],
  ])('%s', (_, stays, expected) => {
    expect(roomCharges(stays, 'UTC').map(({ stayId, nights }) => [stayId, nights])).toEqual(expected);
  });

  test.each([
    // Admitted at half past seven in the evening, discharged at half past eight two days later: two nights, though UTC counts three days.
    ['America/New_York', '2026-03-02T00:30:00Z', '2026-03-05T00:30:00Z', 3, '2026-03-01'],
    ['America/New_York', '2026-03-01T20:30:00Z', '2026-03-04T01:30:00Z', 2, '2026-03-01'],
    // The clocks skip an hour in the second night.
    ['America/New_York', '2026-03-07T04:30:00Z', '2026-03-09T04:30:00Z', 3, '2026-03-06'],
    // Four in the morning to eleven at night of one day in Tokyo: UTC sees a midnight between.
    ['Asia/Tokyo', '2026-03-01T19:00:00Z', '2026-03-02T14:00:00Z', 1, '2026-03-02'],
  ])('nights and days are those of the hospital’s clocks: in %s from %s to %s', (zone, from, to, nights, serviceDate) => {
    expect(roomCharges([night('a', from, to)], zone)).toMatchObject([{ nights, serviceDate }]);
  });

  test('nights never depend on how often the patient is moved', () => {
    const start = Date.parse('2026-01-01T00:00:00Z');
    const stay = fc.array(fc.integer({ min: 1, max: 72 }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(fc.integer({ min: 0, max: 23 }), stay, fc.constantFrom('UTC', 'America/New_York', 'Asia/Tokyo'), (hour, hours, zone) => {
      let at = start + hour * 3_600_000;
      const moves = hours.map((length, index) => {
        const from = at;
        at += length * 3_600_000;
        return night(String(index).padStart(2, '0'), new Date(from).toISOString(), new Date(at).toISOString());
      });
      const whole = roomCharges([night('x', new Date(start + hour * 3_600_000).toISOString(), new Date(at).toISOString())], zone);
      expect(sum(roomCharges(moves, zone).map(({ nights }) => nights))).toBe(sum(whole.map(({ nights }) => nights)));
    }));
  });

  test.each([['Intensive care', '0200'], ['Coronary care', '0210'], ['Step-down', '0206'], ['Maternity', '0122'], ['Paediatrics', '0123'], ['Internal medicine', '0120'], [null, '0120'], ['', '0120']])('a night in %s is revenue code %s', (specialty, code) => {
    expect(roomRate(specialty).revenueCode).toBe(code);
  });
});
