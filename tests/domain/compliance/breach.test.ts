import { needsSubstituteNotice, noticeDuties } from '../../../domain/privacy/breach';

const affected = (people: number, byState: Record<string, number> = {}, unreachable = 0) => ({ people, byState, unreachable });

describe('who has to be told of a breach (45 CFR 164.404 to 164.408)', () => {
  test.each([
    ['nobody was reached', affected(0), []],
    ['one patient: themselves within 60 days, the Secretary with the list of the year', affected(1, { MA: 1 }), [['individuals', '2026-05-01'], ['secretary', '2027-03-01']]],
    ['499: still with the list', affected(499, { MA: 499 }), [['individuals', '2026-05-01'], ['secretary', '2027-03-01']]],
    ['500 of one state: the Secretary at once; the media only above 500', affected(500, { MA: 500 }), [['individuals', '2026-05-01'], ['secretary', '2026-05-01']]],
    ['501 of one state: its media too', affected(501, { MA: 501 }), [['individuals', '2026-05-01'], ['media', '2026-05-01'], ['secretary', '2026-05-01']]],
    ['800 of two states, neither above 500: no media', affected(800, { MA: 400, NH: 400 }), [['individuals', '2026-05-01'], ['secretary', '2026-05-01']]],
  ])('%s', (_case, of, duties) => expect(noticeDuties('2026-03-02', of).map(({ notice, dueOn }) => [notice, dueOn])).toEqual(duties));

  test('ten who cannot be written to ask for a notice on the hospital’s page', () => expect([9, 10].map((unreachable) => needsSubstituteNotice(affected(20, {}, unreachable)))).toEqual([false, true]));
});
