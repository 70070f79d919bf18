import fc from 'fast-check';
import { type Loop, type MeasuredSet, reassess } from '../../../domain/clinical/deteriorationLoop';
import { type News2Risk, needsUrgentReview, RISK_RANK } from '../../../domain/clinical/news2';

const set = (at: number, news2: number, risk: News2Risk): MeasuredSet => ({ at, news2, risk, isComplete: true });
const loop = (over: Partial<Loop> = {}): Loop => ({ id: 'e', raisedAt: 10, acknowledgedAt: null, closedAt: null, ...over });

describe('a deterioration whose sets turn out to be entered in error', () => {
  test('ends when nothing that stands calls for help', () => {
    expect(reassess(loop(), [set(5, 8, 'high'), set(20, 1, 'low')])).toEqual({ id: 'e', outcome: 'withdrawn' });
    expect(reassess(loop(), [])).toEqual({ id: 'e', outcome: 'withdrawn' });
  });

  test('is raised by the first set that stands and calls', () => {
    expect(reassess(loop(), [set(20, 5, 'medium'), set(30, 9, 'high'), set(40, 2, 'low')])).toMatchObject({ outcome: 'stands', raisedAt: 20, news2: 9, risk: 'high', reobserved: { at: 40 }, isClosed: false });
  });

  test('that only a wrong set had closed is open again', () => {
    const closed = loop({ acknowledgedAt: 15, closedAt: 30 });
    expect(reassess(closed, [set(10, 7, 'high'), set(30, 1, 'low')])).toMatchObject({ isClosed: true });
    expect(reassess(closed, [set(10, 7, 'high'), set(12, 7, 'high')])).toMatchObject({ isClosed: false, reobserved: { at: 12 } });
  });

  test('stands exactly when a set of it calls, as bad as the worst of them', () => {
    const risks = fc.constantFrom<News2Risk>('low', 'low-medium', 'medium', 'high');
    const sets = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 100 }), news2: fc.integer({ min: 0, max: 20 }), risk: risks, isComplete: fc.boolean() }), { selector: ({ at }) => at, maxLength: 8 });
    fc.assert(fc.property(sets, (unsorted) => {
      const standing = [...unsorted].sort((a, b) => a.at - b.at);
      const calling = standing.filter((one) => one.at >= 10 && needsUrgentReview(one));
      const result = reassess(loop(), standing);
      expect(result.outcome).toBe(calling.length === 0 ? 'withdrawn' : 'stands');
      if (result.outcome === 'stands') {
        expect(result.raisedAt).toBe(calling[0]?.at);
        expect(RISK_RANK[result.risk]).toBe(Math.max(...calling.map(({ risk }) => RISK_RANK[risk])));
      }
    }));
  });
});
