import fc from 'fast-check';
import { inSeveralSets, itemsToOrder, type OrderSet, type OrderSetItem } from '../../../domain/orders/orderSets';

const item = (set: string, place: number, code: string, over: Partial<OrderSetItem> = {}): OrderSetItem => ({
  id: `${set}/${place}`, category: 'laboratory', systemCode: 'LOINC', code, isPreselected: true, priority: 'routine', doseQuantity: null, doseUnit: null, route: null, everyHours: null, note: null, ...over,
});
const a: OrderSet = { code: 'a', label: 'A', source: 'x', items: [item('a', 1, 'cbc'), item('a', 2, 'cmp'), item('a', 3, 'xray', { category: 'imaging', isPreselected: false })] };
const b: OrderSet = { code: 'b', label: 'B', source: 'x', items: [item('b', 1, 'cmp', { priority: 'stat' }), item('b', 2, 'inr')] };
const codes = (items: readonly OrderSetItem[]) => items.map(({ code, priority }) => `${code} ${priority}`);

describe('what is ordered of order sets', () => {
  test('the lines ticked from the start, when nobody looked', () => expect(codes(itemsToOrder([a], null))).toEqual(['cbc routine', 'cmp routine']));
  test('the lines ticked, and only those', () => expect(codes(itemsToOrder([a], new Set(['a/2', 'a/3'])))).toEqual(['cmp routine', 'xray routine']));
  test('what two sets share once, as urgent as the more urgent', () => expect(codes(itemsToOrder([a, b], null))).toEqual(['cbc routine', 'cmp stat', 'inr routine']));
  test('what is in several sets is known', () => expect([...inSeveralSets([a, b])]).toEqual(['cmp']));

  test('nothing twice, nothing that was not ticked, and everything that was', () => {
    const ids = [...a.items, ...b.items].map(({ id }) => id);
    fc.assert(fc.property(fc.subarray(ids), fc.constantFrom([a], [b], [a, b]), (ticked, sets) => {
      const ordered = itemsToOrder(sets, new Set(ticked));
      const wanted = new Set(sets.flatMap(({ items }) => items.filter(({ id }) => ticked.includes(id)).map(({ code }) => code)));
      expect(ordered.map(({ code }) => code).sort()).toEqual([...wanted].sort());
    }));
  });
});
