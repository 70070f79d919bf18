import fc from 'fast-check';
import { spanFact, taskFact, type WorkedTask } from '../../../domain/analytics/facts';
import { bucketOf, mergeSketches, quantiles, RELATIVE_ERROR, type Sketch } from '../../../domain/analytics/sketch';
import { diagnosisGroup } from '../../../domain/analytics/diagnosisGroups';

const task = (askedAt: number, takenAt: number | null, doneAt: number | null, holds: WorkedTask['holds'] = []): WorkedTask => ({ type: 'assign-bed', role: 'bed-manager', askedAt, takenAt, doneAt, holds });
const sketchOf = (values: readonly number[]): Sketch => values.reduce<Sketch>((sketch, value) => mergeSketches(sketch, { [bucketOf(value)]: 1 }), {});

describe('where the time goes', () => {
  test('a task waits until somebody takes it, is worked until it is done, and is idle while on hold', () => {
    expect(taskFact(task(0, 10, 40))).toMatchObject({ totalMs: 40, waitingMs: 10, workingMs: 30, idleMs: 0 });
    expect(taskFact(task(0, 10, 40, [[20, 25], [24, 30]]))).toMatchObject({ totalMs: 40, waitingMs: 10, workingMs: 20, idleMs: 10 });
    expect(taskFact(task(0, null, 40))).toMatchObject({ waitingMs: 40, workingMs: 0 });
    expect(taskFact(task(0, 5, null))).toBeNull();
  });

  test('a stage is worked where any task is, waits where one only waits, and is idle where nobody is asked', () => {
    const tasks = [task(0, 10, 20), task(5, 30, 40), task(60, 70, 200)];
    // 0-10 waits, 10-20 worked, 20-30 the second still waits, 30-40 worked, 40-60 idle, 60-70 waits, 70-100 worked.
    expect(spanFact('stage', 'admission', [0, 100], tasks)).toMatchObject({ totalMs: 100, workingMs: 50, waitingMs: 30, idleMs: 20 });
  });

  test('waiting, working and idle always add up to the whole, and none is negative', () => {
    const time = fc.nat(1000);
    const any = fc.tuple(time, fc.option(time), fc.option(time), fc.array(fc.tuple(time, time), { maxLength: 3 })).map(([asked, taken, done, holds]) => task(asked, taken === null ? null : asked + taken, done === null ? null : asked + done, holds));
    fc.assert(fc.property(fc.array(any, { maxLength: 8 }), time, time, (tasks, from, lasting) => {
      const facts = [spanFact('stage', 'treatment', [from, from + lasting], tasks), ...tasks.map(taskFact)];
      for (const fact of facts) {
        if (!fact) continue;
        expect(fact.waitingMs + fact.workingMs + fact.idleMs).toBe(fact.totalMs);
        expect(Math.min(fact.waitingMs, fact.workingMs, fact.idleMs)).toBeGreaterThanOrEqual(0);
      }
    }));
  });
});

describe('quantiles', () => {
  test('are within one per cent of the true ones, and the sketch of two parts is that of the whole', () => {
    const values = fc.array(fc.integer({ min: 1, max: 10_000_000_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(fc.property(values, fc.nat(199), (all, cut) => {
      const sketch = sketchOf(all);
      expect(mergeSketches(sketchOf(all.slice(0, cut)), sketchOf(all.slice(cut)))).toEqual(sketch);
      const sorted = [...all].sort((a, b) => a - b);
      const shares = [0.5, 0.9, 0.95];
      quantiles(sketch, shares).forEach((value, index) => {
        const truth = sorted[Math.max(1, Math.ceil((shares[index] ?? 0) * sorted.length)) - 1] ?? 0;
        expect(Math.abs((value ?? 0) - truth)).toBeLessThanOrEqual(truth * RELATIVE_ERROR * 1.0001);
      });
    }));
  });

  test('of nothing are none, and what was taken away again is gone', () => {
    expect(quantiles({}, [0.5])).toEqual([null]);
    expect(mergeSketches({ 5: 1, 7: 2 }, { 5: -1 })).toEqual({ 7: 2 });
  });
});

test('diagnoses are grouped by chapter', () => {
  expect(['J18.9', 'I50.9', 'O9A.1', 'H60.0', 'H59.8', 'D49', 'D50', 'nonsense', null].map(diagnosisGroup)).toEqual(['respiratory', 'circulatory', 'pregnancy', 'ear', 'eye', 'neoplasms', 'blood', 'none', 'none']);
});
