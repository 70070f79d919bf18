import fc from 'fast-check';
import { needsReadBack, readBackOf, type ReportedValue } from '../../../domain/clinical/readBack';

const value = (over: Partial<ReportedValue> = {}): ReportedValue => ({ value: 7.1, interpretation: 'HH', isAcknowledged: false, ...over });

describe('whether a reported value has to be read back', () => {
  test.each([
    ['critical for the first time', null, value(), 'ask'],
    ['critical after it was not', value({ value: 4, interpretation: 'N' }), value(), 'ask'],
    ['the same again while somebody is being asked', value(), value(), 'asked'],
    ['another critical value while somebody is being asked', value(), value({ value: 7.4 }), 'asked'],
    ['the same again after it was read back', value({ isAcknowledged: true }), value(), 'stands'],
    ['another critical value after the read-back', value({ isAcknowledged: true }), value({ value: 7.4 }), 'ask'],
    ['the other side after the read-back', value({ isAcknowledged: true }), value({ interpretation: 'LL' }), 'ask'],
    ['not critical any more', value(), value({ value: 4, interpretation: 'N' }), 'none'],
    ['a critical finding in words', null, value({ value: null, interpretation: 'AA' }), 'ask'],
  ] as const)('%s', (_name, before, after, expected) => {
    expect(readBackOf(before, after)).toBe(expected);
  });

  test('through any sequence of reports no critical value goes unread, and nobody counts on a question that was never asked', () => {
    const step = fc.record({ value: fc.constantFrom(2, 4, 7.1, 7.4), interpretation: fc.constantFrom('LL', 'N', 'HH', 'H', null), readBackAfter: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let current: ReportedValue | null = null;
      let openTasks = 0;
      for (const { value: next, interpretation, readBackAfter } of steps) {
        const outcome = readBackOf(current, { value: next, interpretation });
        if (outcome === 'ask') openTasks += 1;
        if (outcome === 'asked') expect(openTasks).toBeGreaterThan(0);
        current = { value: next, interpretation, isAcknowledged: outcome === 'stands' };
        if (needsReadBack(interpretation)) expect(current.isAcknowledged || openTasks > 0).toBe(true);
        if (readBackAfter && openTasks > 0) {
          openTasks = 0; // whoever reads back sees the value as it is now
          current = { ...current, isAcknowledged: needsReadBack(interpretation) };
        }
      }
    }));
  });
});
