import fc from 'fast-check';
import { FORMULARY } from '../../../domain/medicines/data/formulary';
import { unitsFor } from '../../../domain/medicines/prescription';
import { IMAGING_STUDIES } from '../../../domain/orders/imagingStudies';
import { changesBetween, type OrderSetContent, type OrderSetLine, orderSetProblems } from '../../../domain/orders/orderSetRules';
import { PANELS } from '../../../domain/orders/panels';

const line = (code: string, over: Partial<OrderSetLine> = {}): OrderSetLine => ({ category: 'laboratory', code, isPreselected: true, priority: 'routine', doseQuantity: null, doseUnit: null, route: null, everyHours: null, note: null, ...over });
const medicine = (word: string, doseQuantity: number | null, everyHours: number | null, over: Partial<OrderSetLine> = {}): OrderSetLine => {
  const { code, per, routes } = FORMULARY.find(({ name }) => name.toLowerCase().includes(word.toLowerCase()))!;
  return line(code, { category: 'medicine', doseQuantity, doseUnit: per, route: routes[0] ?? null, everyHours, ...over });
};
const [CBC, CMP] = ['58410-2', '24323-8'];

describe('what may stand in an order set', () => {
  test.each<[string, OrderSetLine[], [string, RegExp][]]>([
    ['tests, pictures and medicines the hospital offers', [line(CBC!), line('36643-5', { category: 'imaging', priority: 'stat' }), medicine('Acetaminophen 325', 2, 6)], []],
    ['an unknown test', [line('0-0')], [['items[0].code', /laboratory does not offer/]]],
    ['an unknown examination', [line(CBC!, { category: 'imaging' })], [['items[0].code', /Imaging does not offer/]]],
    ['an unknown medicine', [line('9', { category: 'medicine' })], [['items[0].code', /does not stock/]]],
    ['a line twice', [line(CBC!), line(CMP!), line(CBC!)], [['items[2].code', /twice/]]],
    ['a test with a dose', [line(CBC!, { doseQuantity: 1 })], [['items[0].doseQuantity', /Only a medicine/]]],
    ['a medicine without a dose', [medicine('Furosemide 40', null, 24)], [['items[0].doseQuantity', /Enter the dose/]]],
    ['a unit that does not fit', [medicine('Furosemide 40', 1, 24, { doseUnit: 'puff' })], [['items[0].doseUnit', /ordered in/]]],
    ['a way that does not fit', [medicine('Furosemide 40', 1, 24, { route: 'iv' })], [['items[0].route', /is given/]]],
    ['a stat medicine', [medicine('Furosemide 40', 1, null, { priority: 'stat' })], [['items[0].priority', /stat dose/]]],
    ['ten times the dose', [medicine('Acetaminophen 500', 20, 6)], [['items[0].doseQuantity', /at once/]]],
    ['too much in a day, also of a line nobody ticked yet', [medicine('Acetaminophen 500', 2, 4, { isPreselected: false })], [['items[0].doseQuantity', /a day/]]],
    ['two of one ingredient together', [medicine('Acetaminophen 325', 1, 8), medicine('Acetaminophen 500', 1, 8)], [['items[1].doseQuantity', /ordered already/]]],
    ['one or the other of one ingredient', [medicine('Acetaminophen 325', 1, 8), medicine('Acetaminophen 500', 1, 8, { isPreselected: false })], []],
    ['two that harm each other together', [medicine('Warfarin', 1, 24), medicine('Ibuprofen 200', 1, 8)], [['items[1].doseQuantity', /bleeding/]]],
  ])('%s', (_name, items, expected) => {
    const problems = orderSetProblems(items);
    expect(problems.map(({ field }) => field)).toEqual(expected.map(([field]) => field));
    for (const [index, [, words]] of expected.entries()) expect(problems[index]?.message).toMatch(words);
  });

  const anyLine = fc.oneof(
    fc.constantFrom(...Object.keys(PANELS)).map((code) => line(code)),
    fc.constantFrom(...Object.keys(IMAGING_STUDIES)).map((code) => line(code, { category: 'imaging' })),
    fc.record({ product: fc.constantFrom(...FORMULARY), dose: fc.double({ min: 0.01, max: 2000, noNaN: true }), every: fc.constantFrom(null, 4, 8, 24), tick: fc.boolean(), unit: fc.nat(10) })
      .map(({ product, dose, every, tick, unit }) => line(product.code, { category: 'medicine', doseQuantity: dose, doseUnit: unitsFor(product)[unit % unitsFor(product).length] ?? null, route: product.routes[0] ?? null, everyHours: every, isPreselected: tick })),
  );

  test('whatever is written, each problem names a line that is there, and taking that line out takes its problem away', () => {
    fc.assert(fc.property(fc.array(anyLine, { minLength: 1, maxLength: 8 }), (items) => {
      const problems = orderSetProblems(items);
      for (const { field, message } of problems) {
        const index = Number(/^items\[(\d+)\]\./.exec(field)?.[1]);
        expect([index < items.length, message.endsWith('.')]).toEqual([true, true]);
      }
      const wrong = new Set(problems.map(({ field }) => Number(/\d+/.exec(field)?.[0])));
      expect(orderSetProblems(items.filter((_, index) => !wrong.has(index)))).toEqual([]);
    }));
  });

  test('more of a medicine that is too much is never right again', () => {
    fc.assert(fc.property(fc.constantFrom(...FORMULARY), fc.double({ min: 0.01, max: 500, noNaN: true }), (product, dose) => {
      const of = (doseQuantity: number) => [line(product.code, { category: 'medicine', doseQuantity, doseUnit: product.per, route: product.routes[0] ?? null, everyHours: 24 })];
      if (orderSetProblems(of(dose)).length > 0) expect(orderSetProblems(of(dose * 2))).not.toEqual([]);
    }));
  });
});

describe('what changed from version to version', () => {
  const before: OrderSetContent = { label: 'Pneumonia', source: 'ATS 2019', isRetired: false, items: [line(CBC!), line(CMP!, { priority: 'stat' })] };
  const nameOf = ({ code }: OrderSetLine) => (code === CBC ? 'Blood count' : code === CMP ? 'Metabolic panel' : code);
  test.each<[string, Partial<OrderSetContent>, string[]]>([
    ['nothing', {}, []],
    ['a name, a source', { label: 'Lung', source: 'BTS' }, ['Called Lung; it was Pneumonia.', 'Another source.']],
    ['taken out of use', { isRetired: true }, ['Taken out of use.']],
    ['a line more, a line less', { items: [line(CBC!), line('x')] }, ['Added: x.', 'Left out: Metabolic panel.']],
    ['how a line is ordered', { items: [line(CBC!, { isPreselected: false, note: 'With fever.' }), line(CMP!, { priority: 'stat' })] }, ['Blood count: not ticked, “With fever.”; it was ticked.']],
  ])('%s', (_name, change, expected) => expect(changesBetween(before, { ...before, ...change }, nameOf)).toEqual(expected));
  test('a first version changed nothing', () => expect(changesBetween(null, before, nameOf)).toEqual([]));
});
