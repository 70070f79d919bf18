import { midnightCensus, occupancyPercent, sinceMidnight } from '../../../domain/beds/census';
import { predictDischarge, type StayToPredict } from '../../../domain/beds/prediction';
import { mayBecome, TRANSFER_STATUSES, type TransferStatus } from '../../../domain/beds/transfer';
import { undoRefusal } from '../../../domain/beds/undo';

const now = new Date('2026-03-10T12:00:00Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

describe('taking a move back (care_fe#667)', () => {
  const move = { movedAt: inHours(-0.25), isUndone: false, isMine: true, isStillThere: true, oldBedStatus: 'H', isOldBedTaken: false, isOldBedUnsuitable: false } as const;
  test.each([
    ['by who made it, in time', {}, null],
    ['also when the old bed has been cleaned', { oldBedStatus: 'U' }, null],
    ['at the last moment', { movedAt: inHours(-0.5) }, null],
    ['too late', { movedAt: inHours(-0.51) }, 'too-late'],
    ['by somebody else', { isMine: false }, 'not-yours'],
    ['twice', { isUndone: true }, 'undone'],
    ['when the patient was moved on', { isStillThere: false }, 'moved-on'],
    ['when the old bed was given away', { isOldBedTaken: true }, 'bed-taken'],
    ['when the room would be mixed now', { isOldBedUnsuitable: true }, 'bed-unsuitable'],
    ['when the old bed was closed', { oldBedStatus: 'C' }, 'bed-closed'],
  ] as const)('%s', (_, change, refusal) => expect(undoRefusal({ ...move, ...change }, now)).toBe(refusal));
});

describe('a transfer', () => {
  test('needs both consents before anybody moves', () => {
    const before = (Object.keys(TRANSFER_STATUSES) as TransferStatus[]).filter((from) => mayBecome(from, 'moved'));
    expect(before).toEqual(['accepted']);
    expect((Object.keys(TRANSFER_STATUSES) as TransferStatus[]).filter((from) => mayBecome(from, 'accepted'))).toEqual(['agreed']);
    expect((Object.keys(TRANSFER_STATUSES) as TransferStatus[]).filter((from) => mayBecome(from, 'agreed'))).toEqual(['requested', 'accepted']);
  });
  test.each(['declined', 'withdrawn', 'cancelled', 'undone'] as const)('%s is the end', (from) => {
    expect((Object.keys(TRANSFER_STATUSES) as TransferStatus[]).filter((to) => mayBecome(from, to))).toEqual([]);
  });
});

describe('predicted discharge', () => {
  const stay: StayToPredict = { admittedAt: inHours(-30), plannedHours: 48, isLeaving: false, news2: 1, waitsFor: [] };
  test.each<[string, Partial<StayToPredict>, number | null, string, RegExp]>([
    ['the planned end, when it is near', {}, 18, 'likely', /48 hours were planned/],
    ['the planned end, when it is far', { plannedHours: 72 }, 42, 'possible', /more than a day/],
    ['no plan, no time', { plannedHours: null }, null, 'unlikely', /No end/],
    ['NEWS2 of 5 and 6: not today', { news2: 5 }, 24, 'unlikely', /NEWS2 is 5.*today/],
    ['NEWS2 of 7 and more: not within two days', { news2: 9 }, 48, 'unlikely', /NEWS2 is 9.*two days/],
    ['a plan later than the illness stands', { news2: 5, plannedHours: 90 }, 60, 'unlikely', /NEWS2/],
    ['a plan that has passed', { plannedHours: 24 }, 6, 'possible', /has passed/],
    ['discharge decided', { isLeaving: true, news2: 8 }, 1, 'likely', /Only the departure/],
    ['discharge decided, with branches open', { isLeaving: true, waitsFor: ['Sign discharge summary', 'Discharge teaching'] }, 3, 'likely', /Waits for: Sign discharge summary, Discharge teaching/],
  ])('%s', (_, change, hours, confidence, why) => {
    const prediction = predictDischarge({ ...stay, ...change }, now);
    expect([prediction.at, prediction.confidence]).toEqual([hours === null ? null : inHours(hours), confidence]);
    expect(prediction.because.join(' ')).toMatch(why);
  });
});

describe('the census', () => {
  const times = [
    { encounterId: 'a', wardId: 'w', from: inHours(-61), to: null },
    { encounterId: 'b', wardId: 'w', from: inHours(-40), to: inHours(-2) },
    { encounterId: 'c', wardId: 'w', from: inHours(-3), to: null },
    { encounterId: 'd', wardId: 'other', from: inHours(-60), to: inHours(-5) },
    { encounterId: 'd', wardId: 'w', from: inHours(-5), to: null },
    { encounterId: 'a', wardId: 'x', from: inHours(-90), to: inHours(-61) },
  ];
  test('counts who lay there at each midnight, as room and board does', () => {
    expect(midnightCensus(times, 'w', now, 3, 'UTC')).toEqual([{ date: '2026-03-08', patients: 1 }, { date: '2026-03-09', patients: 2 }, { date: '2026-03-10', patients: 2 }]);
  });
  test('says who came and left since midnight', () => expect(sinceMidnight(times, 'w', now, 'UTC')).toEqual({ came: 2, left: 1 }));
  test('a change of bed within the ward is neither', () => {
    expect(sinceMidnight([{ encounterId: 'a', wardId: 'w', from: inHours(-60), to: inHours(-1) }, { encounterId: 'a', wardId: 'w', from: inHours(-1), to: null }], 'w', now, 'UTC')).toEqual({ came: 0, left: 0 });
  });
  test.each([[5, 10, 0, 50], [5, 10, 2, 63], [0, 4, 4, null], [10, 10, 0, 100]])('%i of %i beds, %i out of use: %p %%', (occupied, beds, out, percent) => expect(occupancyPercent(occupied, beds, out)).toBe(percent));
});
