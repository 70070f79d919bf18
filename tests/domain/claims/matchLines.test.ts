import fc from 'fast-check';
import { matchLines, type OwnLine } from '../../../domain/claims/matchLines';
import { type SettledLine } from '../../../domain/claims/settlement';

const line = (over: Partial<SettledLine> = {}): SettledLine => ({ lineControlNumber: null, procedure: '99213', modifiers: [], revenueCode: null, serviceDate: '2026-03-01', chargeCents: 10_000, paidCents: 10_000, adjustments: [], remarks: [], ...over });
const own = (number: number, over: Partial<OwnLine> = {}): OwnLine => ({ number, procedure: '99213', modifiers: [], revenueCode: '0510', serviceDate: '2026-03-01', chargeCents: 10_000, ...over });
const numbers = (mine: readonly OwnLine[], theirs: readonly SettledLine[]) => matchLines(mine, theirs).map(({ number }) => number);
const denied: Partial<SettledLine> = { paidCents: 0, adjustments: [{ group: 'CO', reason: '97', cents: 10_000 }] };

describe('a line of an answer', () => {
  test('is matched by control number first', () => {
    expect(numbers([own(1), own(2)], [line({ lineControlNumber: '2' }), line({ lineControlNumber: '1' })])).toEqual([2, 1]);
    expect(numbers([own(1), own(2, { procedure: '99214' })], [line({ lineControlNumber: '2', chargeCents: 10_000 })])).toEqual([2]); // the payer changed the procedure
  });

  test('is not matched by a control number of another’s making: neither service nor charge agree', () => {
    expect(numbers([own(1), own(2, { procedure: '99214', chargeCents: 1 })], [line({ lineControlNumber: '2' })])).toEqual([1]);
  });

  test('whose modifier was dropped still matches (openemr#7293)', () => {
    expect(numbers([own(1, { chargeCents: 5_000, modifiers: ['25'] }), own(2, { modifiers: ['25'] })], [line()])).toEqual([2]);
  });

  test('with a modifier prefers the line that has it', () => {
    expect(numbers([own(1), own(2, { modifiers: ['59'] })], [line({ modifiers: ['59'] }), line()])).toEqual([2, 1]);
  });

  test('whose procedure the payer changed is matched by the one we sent (SVC06)', () => {
    expect(numbers([own(1, { procedure: '99215' }), own(2)], [line({ procedure: '99214', submittedProcedure: '99215' })])).toEqual([1]);
  });

  test('without a procedure goes by revenue code, and equal lines are taken one after the other', () => {
    const room = { procedure: null, revenueCode: '0120' };
    expect(numbers([own(1, room), own(2, room)], [line(room), line(room), line(room)])).toEqual([1, 2, null]);
  });

  test('of another charge, day or code is no match', () => {
    expect(numbers([own(1)], [line({ chargeCents: 9_999 })])).toEqual([null]);
    expect(numbers([own(1)], [line({ serviceDate: '2026-03-02' })])).toEqual([null]);
    expect(numbers([own(1)], [line({ procedure: '99214' })])).toEqual([null]);
  });
});

describe('an answer to lines we sent in sums', () => {
  const bare = (number: number, chargeCents: number): OwnLine => own(number, { procedure: null, revenueCode: null, chargeCents });
  const sum = (lineControlNumber: string, chargeCents: number): SettledLine => line({ procedure: null, revenueCode: '0270', lineControlNumber, chargeCents });
  const mine = [bare(1, 100), bare(2, 250), own(3), bare(4, 400), bare(5, 50)];
  const match = (theirs: readonly SettledLine[]) => matchLines(mine, theirs).map(({ number, inSum }) => (inSum ? 'sum' : number));

  test('is known by the number of the first, and by charging what they charge together', () => {
    expect(match([sum('1', 350), line({ lineControlNumber: '3' }), sum('4', 450)])).toEqual(['sum', 3, 'sum']);
    expect(match([line({ lineControlNumber: '3' }), sum('1', 800)])).toEqual([3, 'sum']);
    expect(match([sum('1', 750), sum('5', 50), line()])).toEqual(['sum', 5, 3]); // one of them was answered by itself
  });

  test('that charges a cent more or less, or answers one of them again, is none', () => {
    expect(match([sum('1', 351), line(), sum('4', 450)])).toEqual([null, 3, null]);
    expect(match([sum('1', 750), sum('4', 400), line()])).toEqual([null, 4, 3]);
  });
});

describe('a doubt', () => {
  const doubtful = (mine: readonly OwnLine[], theirs: readonly SettledLine[]) => matchLines(mine, theirs).some((match) => match.doubtful);

  test('is where two lines fit and were decided differently', () => {
    expect(doubtful([own(1), own(2)], [line(), line(denied)])).toBe(true);
    expect(doubtful([own(1, { modifiers: ['59'] }), own(2)], [line(), line(denied)])).toBe(true); // the modifier that told them apart was dropped
  });

  test('is none where it makes no difference, or a number or modifier tells them apart', () => {
    expect(doubtful([own(1), own(2)], [line(), line()])).toBe(false);
    expect(doubtful([own(1), own(2)], [line({ lineControlNumber: '1' }), line({ lineControlNumber: '2', ...denied })])).toBe(false);
    expect(doubtful([own(1), own(2)], [line({ lineControlNumber: '1' }), line(denied)])).toBe(false);
    expect(doubtful([own(1, { modifiers: ['59'] }), own(2)], [line(), line({ ...denied, modifiers: ['59'] })])).toBe(false);
  });
});

test('one line of ours is never given to two of theirs', () => {
  const ours = fc.array(fc.record({ procedure: fc.constantFrom('A', 'B'), modifiers: fc.constantFrom([], ['59']), revenueCode: fc.constant(null), serviceDate: fc.constantFrom('2026-03-01', '2026-03-02'), chargeCents: fc.constantFrom(1, 2) }), { maxLength: 12 });
  const theirs = fc.array(fc.record({ procedure: fc.constantFrom('A', 'B'), modifiers: fc.constantFrom([], ['59']), serviceDate: fc.constantFrom('2026-03-01', '2026-03-02', null), chargeCents: fc.constantFrom(1, 2), lineControlNumber: fc.constantFrom(null, '1', '2', '3') }), { maxLength: 12 });
  fc.assert(fc.property(ours, theirs, (mine, answers) => {
    const matched = numbers(mine.map((one, index) => ({ ...one, number: index + 1 })), answers.map((one) => line(one))).filter((number) => number !== null);
    expect(new Set(matched).size).toBe(matched.length);
  }));
});
