import fc from 'fast-check';
import { bandOf, PAIN_NUMERIC, scaleAnswers, scaleFields, scaleRange, type Scale, scoreScale, SCALES } from '../../../domain/clinical/scales';

const lowest = (scale: Scale) => Object.fromEntries(scale.items.map(({ name, options }) => [name, [...options].sort((a, b) => a.score - b.score)[0]?.value ?? '']));

/** Each row of the published tables: item, answer, score. */
const MORSE_ROWS = [
  ['fallHistory', 'no', 0], ['fallHistory', 'yes', 25],
  ['secondaryDiagnosis', 'no', 0], ['secondaryDiagnosis', 'yes', 15],
  ['walkingAid', 'none', 0], ['walkingAid', 'stick', 15], ['walkingAid', 'furniture', 30],
  ['intravenous', 'no', 0], ['intravenous', 'yes', 20],
  ['gait', 'normal', 0], ['gait', 'weak', 10], ['gait', 'impaired', 20],
  ['mentalStatus', 'oriented', 0], ['mentalStatus', 'forgets', 15],
] as const;
const BRADEN_ROWS = [
  ...['sensoryPerception', 'moisture', 'activity', 'mobility', 'nutrition'].flatMap((item) => [1, 2, 3, 4].map((score) => [item, String(score), score] as const)),
  ...[1, 2, 3].map((score) => ['frictionShear', String(score), score] as const),
];
const PAINAD_ROWS = ['breathing', 'vocalization', 'face', 'bodyLanguage', 'consolability'].flatMap((item) => [0, 1, 2].map((score) => [item, String(score), score] as const));

describe.each([
  ['Morse Fall Scale (Morse, Morse and Tylko 1989)', SCALES.morse, MORSE_ROWS, 0, 125],
  ['Braden Scale (Bergstrom, Braden, Laguzza and Holman 1987)', SCALES.braden, BRADEN_ROWS, 6, 23],
  ['PAINAD (Warden, Hurley and Volicer 2003)', SCALES.painad, PAINAD_ROWS, 0, 10],
] as const)('%s', (_name, scale: Scale, rows, low, high) => {
  const base = lowest(scale);
  const least = scoreScale(scale, base).total;

  test.each(rows)('%s answered %s scores %i', (item, answer, score) => {
    const own = scale.items.find(({ name }) => name === item);
    const lowestOfItem = Math.min(...(own?.options ?? []).map((option) => option.score));
    expect(scoreScale(scale, { ...base, [item]: answer }).total).toBe(least + score - lowestOfItem);
  });

  test('has these rows and no other, and the published range', () => {
    expect(scale.items.flatMap(({ name, options }) => options.map(({ value, score }) => [name, value, score]))).toEqual(rows.map((row) => [...row]));
    expect(scaleRange(scale)).toEqual({ low, high });
  });

  test('every total from lowest to highest has a band, and a missing answer no total', () => {
    for (let total = low; total <= high; total += 1) expect(bandOf(scale, total).label).not.toBe('');
    expect(() => bandOf(scale, high + 1)).toThrow();
    const [first] = scale.items;
    expect(() => scoreScale(scale, { ...base, [first?.name ?? '']: '' })).toThrow();
  });

  test('any complete set of answers is scored by adding up', () => {
    fc.assert(fc.property(fc.tuple(...scale.items.map(({ options }) => fc.constantFrom(...options))), (chosen) => {
      const answers = Object.fromEntries(scale.items.map(({ name }, index) => [name, chosen[index]?.value ?? '']));
      expect(scoreScale(scale, answers).total).toBe(chosen.reduce((sum, { score }) => sum + score, 0));
    }));
  });
});

describe('what a total means', () => {
  test.each([[0, 'low'], [24, 'low'], [25, 'moderate'], [44, 'moderate'], [45, 'high'], [125, 'high']])('Morse %i: %s', (total, code) => expect(bandOf(SCALES.morse, total).code).toBe(code));
  test.each([
    [6, 'very-high'], [9, 'very-high'], [10, 'high'], [12, 'high'], [13, 'moderate'], [14, 'moderate'], [15, 'mild'], [18, 'mild'], [19, 'none'], [23, 'none'],
  ])('Braden %i: %s', (total, code) => expect(bandOf(SCALES.braden, total).code).toBe(code));
  test.each([[0, 'none'], [1, 'mild'], [3, 'mild'], [4, 'moderate'], [6, 'moderate'], [7, 'severe'], [10, 'severe']])('PAINAD %i: %s', (total, code) => expect(bandOf(SCALES.painad, total).code).toBe(code));
  test.each([[0, 'none'], [1, 'mild'], [4, 'mild'], [5, 'moderate'], [6, 'moderate'], [7, 'severe'], [10, 'severe']])('pain of %i in the patient’s own words: %s', (total, code) => expect(bandOf(PAIN_NUMERIC, total).code).toBe(code));
});

test('a scale in a form asks every item, and its answers are found again', () => {
  const fields = scaleFields('morse', { prefix: 'morse-' });
  expect(fields.map(({ name }) => name)).toEqual(SCALES.morse.items.map(({ name }) => `morse-${name}`));
  const values = Object.fromEntries(fields.map((field) => [field.name, field.kind === 'choice' ? field.options[0]?.value : '']));
  expect(scoreScale(SCALES.morse, scaleAnswers('morse', values, 'morse-') ?? {}).total).toBe(0);
  expect(scaleAnswers('braden', values)).toBeNull();
});
