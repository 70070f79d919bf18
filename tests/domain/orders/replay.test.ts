import fc from 'fast-check';
import { LAB_TESTS } from '../../../domain/clinical/labTests';
import { ordersFor, PANELS, specimenOf, testsOf } from '../../../domain/orders/panels';
import { medicinesToReplay, type PastMedicine } from '../../../domain/orders/replayMedicines';

describe('panels', () => {
  test('tests drawn together become the panels they were ordered as', () => {
    const bloodCount = PANELS['58410-2']?.tests ?? [];
    const metabolic = testsOf('24323-8');
    const codes = ordersFor([...bloodCount, ...metabolic, '19123-9']).map((order) => order.code);
    expect(codes.sort()).toEqual(['19123-9', '24323-8', '58410-2']);
  });

  test('a single test stays a single test', () => expect(ordersFor(['2823-3'])).toEqual([{ code: '2823-3', tests: ['2823-3'] }]));

  test('every test is in exactly one order', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...Object.keys(LAB_TESTS), '1-1', '2-2')), (tests) => {
      expect(ordersFor(tests).flatMap((order) => order.tests).sort()).toEqual([...tests].sort());
    }));
  });

  test('every panel is made of tests the laboratory knows, from one specimen', () => {
    for (const panel of Object.values(PANELS)) for (const test of panel.tests) expect([test, LAB_TESTS[test]?.specimen]).toEqual([test, panel.specimen]);
    expect(specimenOf('0-0')).toBe('other');
  });
});

describe('medicines of a past encounter', () => {
  const stay = { start: '2008-01-05T22:15:00.000Z', end: '2008-01-19T22:56:00.000Z' };
  const row = (over: Partial<PastMedicine>): PastMedicine => ({ id: 'r', systemCode: 'RXNORM', code: '1', startedAt: stay.start, stoppedAt: stay.start, unitCents: 10, totalCents: 10, ...over });

  test('28 rows of one product twelve hours apart are one order of 28 doses', () => {
    const rows = Array.from({ length: 28 }, (_, index) => row({ id: `r${index}`, startedAt: new Date(Date.parse(stay.start) + index * 12 * 3_600_000).toISOString(), totalCents: index % 2 === 0 ? 4 : 15 }));
    expect(medicinesToReplay(rows, stay)).toEqual([{ systemCode: 'RXNORM', code: '1', category: 'inpatient', everyHours: 12, dosesPlanned: 28, unitCents: 10, pastIds: rows.map(({ id }) => id) }]);
  });

  test('gaps of about a day are daily', () => {
    const rows = [0, 26.6, 51.5, 77].map((hours, index) => row({ id: `r${index}`, startedAt: new Date(Date.parse(stay.start) + hours * 3_600_000).toISOString() }));
    expect(medicinesToReplay(rows, stay)[0]).toMatchObject({ everyHours: 24, dosesPlanned: 4 });
  });

  test.each([
    ['given once', row({}), { category: 'inpatient', everyHours: null, dosesPlanned: 1, unitCents: 10 }],
    ['written at the door and taken home', row({ startedAt: '2008-01-19T22:00:00.000Z', stoppedAt: null, totalCents: 9000 }), { category: 'discharge', everyHours: 24, dosesPlanned: null, unitCents: 10 }],
    ['begun in hospital and continued: daily from then', row({ startedAt: '2008-01-18T10:00:00.000Z', stoppedAt: null, totalCents: 9000 }), { category: 'inpatient', everyHours: 24, dosesPlanned: 2, unitCents: 10 }],
  ])('a single row %s', (_, past, expected) => expect(medicinesToReplay([past], stay)[0]).toMatchObject(expected));
});
