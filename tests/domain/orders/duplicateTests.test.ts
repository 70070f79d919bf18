import fc from 'fast-check';
import { duplicateStudies, duplicateTests, FRESH_MS } from '../../../domain/orders/duplicateTests';
import { PANELS, testsOf } from '../../../domain/orders/panels';
import { HOUR_MS } from '../../../domain/time';

const CBC = '58410-2';
const CMP = '24323-8';
const POTASSIUM = '2823-3';

describe('orders that repeat', () => {
  test.each<[string, string[], { code: string; reportedAt: number | null }[], string[]]>([
    ['nothing known', [CBC, CMP], [], []],
    ['waiting already', [CBC], [{ code: CBC, reportedAt: null }], ['Complete blood count: Complete blood count is ordered already and not reported yet.']],
    ['a test of a panel that is waiting', [POTASSIUM], [{ code: CMP, reportedAt: null }], ['Potassium: Comprehensive metabolic panel is ordered already and not reported yet.']],
    ['reported a short time ago', [POTASSIUM], [{ code: CMP, reportedAt: 21 * HOUR_MS }], ['Potassium: Comprehensive metabolic panel was reported 3 hours ago.']],
    ['reported long ago', [POTASSIUM], [{ code: CMP, reportedAt: 12 * HOUR_MS }], []],
    ['twice in one act', [CMP, POTASSIUM], [], ['Potassium: ordered twice here.']],
    ['something else', [CBC], [{ code: CMP, reportedAt: null }], []],
  ])('%s', (_name, codes, known, expected) => expect(duplicateTests(codes, known, 24 * HOUR_MS)).toEqual(expected));
});

describe('examinations that repeat', () => {
  const [CHEST, CHEST_CT, HEAD_CT] = ['36643-5', '24627-2', '24725-4'];
  test.each<[string, string[], { code: string; reportedAt: number | null }[], number]>([
    ['another region', [HEAD_CT!], [{ code: CHEST_CT!, reportedAt: null }], 0],
    ['one region by another modality', [CHEST_CT!], [{ code: CHEST!, reportedAt: null }], 0],
    ['waiting already', [CHEST!], [{ code: CHEST!, reportedAt: null }], 1],
    ['reported within a day', [CHEST!], [{ code: CHEST!, reportedAt: HOUR_MS }], 1],
    ['reported a day ago', [CHEST!], [{ code: CHEST!, reportedAt: 0 }], 0],
    ['twice in one act', [CHEST!, CHEST!], [], 1],
  ])('%s', (_name, codes, known, count) => expect(duplicateStudies(codes, known, 24 * HOUR_MS)).toHaveLength(count));
});

describe('whatever is ordered and known', () => {
  const code = fc.constantFrom(...Object.keys(PANELS), POTASSIUM, '2951-2', '718-7', '6301-6');
  const known = fc.array(fc.record({ code, reportedAt: fc.option(fc.integer({ min: 0, max: 48 }).map((hours) => hours * HOUR_MS)) }), { maxLength: 8 });
  const NOW = 48 * HOUR_MS;
  const overlap = (a: string, b: string) => testsOf(a).some((test) => testsOf(b).includes(test));

  test('an order is questioned exactly when one of its tests waits, was reported within half a day, or stands before it in the same act', () => {
    fc.assert(fc.property(fc.array(code, { minLength: 1, maxLength: 6 }), known, (codes, orders) => {
      const repeats = codes.filter((one, index) => codes.slice(0, index).some((other) => overlap(one, other))
        || orders.some((order) => overlap(one, order.code) && (order.reportedAt === null || NOW - order.reportedAt < FRESH_MS)));
      expect(duplicateTests(codes, orders, NOW)).toHaveLength(repeats.length);
    }));
  });

  test('which came first, and whether the panel or its test is the new one, changes nothing', () => {
    fc.assert(fc.property(code, code, known, (a, b, orders) => {
      expect(duplicateTests([a], [{ code: b, reportedAt: null }], NOW).length).toBe(duplicateTests([b], [{ code: a, reportedAt: null }], NOW).length);
      expect(duplicateTests([a], orders, NOW).length).toBe(duplicateTests([a], [...orders].reverse(), NOW).length);
    }));
  });

  test('time takes questions away, never adds one', () => {
    fc.assert(fc.property(fc.array(code, { maxLength: 5 }), known, fc.integer({ min: 0, max: 72 }), (codes, orders, hours) => {
      expect(duplicateTests(codes, orders, NOW + hours * HOUR_MS).length).toBeLessThanOrEqual(duplicateTests(codes, orders, NOW).length);
    }));
  });
});
