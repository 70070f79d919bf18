import { duplicateStudies, duplicateTests } from '../../../domain/orders/duplicateTests';
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
