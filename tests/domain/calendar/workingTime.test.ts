import { federalHolidays } from '../../../domain/calendar/holidays';
import { addWorkingTime, CALENDARS, type WorkingCalendar, workingTimeBetween } from '../../../domain/calendar/workingTime';
import { momentOf } from '../../../domain/calendar/zone';

const NEW_YORK = 'America/New_York';
const ms = (iso: string) => Date.parse(iso);
const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000Z', 'Z');
const hours = (count: number) => count * 3_600_000;

describe('federal holidays', () => {
  // OPM's published lists of 2026 and 2027 (opm.gov/policy-data-oversight/pay-leave/federal-holidays), and New Year 2028, kept on a Friday of 2027.
  test.each([
    [2026, ['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07', '2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25']],
    [2027, ['2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31', '2027-06-18', '2027-07-05', '2027-09-06', '2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24', '2027-12-31']],
  ])('of %i', (year, expected) => expect(federalHolidays(year)).toEqual(expected));
});

describe('a zone’s clocks', () => {
  test.each([
    ['winter', '2026-01-15', 8 * 60, '2026-01-15T13:00Z'],
    ['summer', '2026-07-15', 8 * 60, '2026-07-15T12:00Z'],
    ['a time skipped in spring', '2026-03-08', 2 * 60 + 30, '2026-03-08T07:30Z'],
    ['a time shown twice in autumn is the first', '2026-11-01', 60 + 30, '2026-11-01T05:30Z'],
    ['after the clocks went back', '2026-11-01', 2 * 60, '2026-11-01T07:00Z'],
  ])('%s', (_, date, minutes, expected) => expect(iso(momentOf(NEW_YORK, date, minutes))).toBe(expected));

  test('a zone that never changes, and one with half hours', () => {
    expect(iso(momentOf('UTC', '2026-03-29', 9 * 60))).toBe('2026-03-29T09:00Z');
    expect(iso(momentOf('Asia/Kolkata', '2026-03-29', 9 * 60))).toBe('2026-03-29T03:30Z');
    expect(iso(momentOf('Australia/Lord_Howe', '2026-04-05', 9 * 60))).toBe('2026-04-04T22:30Z'); // clocks there move by half an hour
  });
});

describe('adding working time', () => {
  const office = CALENDARS['office-hours'];
  const night = CALENDARS['night-shift'];
  test.each([
    ['within a day', office, '2026-02-10T14:00Z', 2, '2026-02-10T16:00Z'],
    ['over the night', office, '2026-02-10T21:00Z', 2, '2026-02-11T14:00Z'],
    ['begun before opening', office, '2026-02-10T08:00Z', 1, '2026-02-10T14:00Z'],
    ['over a weekend', office, '2026-02-06T21:30Z', 1, '2026-02-09T13:30Z'],
    ['over a weekend and Presidents’ Day', office, '2026-02-13T21:00Z', 2, '2026-02-17T14:00Z'],
    ['a holiday kept on Friday', office, '2026-07-02T20:00Z', 2, '2026-07-06T13:00Z'],
    ['a whole day, to its very end', office, '2026-02-10T13:00Z', 9, '2026-02-10T22:00Z'],
    ['nothing, while closed: when it opens', office, '2026-02-07T12:00Z', 0, '2026-02-09T13:00Z'],
    ['into summer time: the same hours, an hour earlier in UTC', office, '2026-03-06T21:00Z', 2, '2026-03-09T13:00Z'],
    ['out of summer time', office, '2026-10-30T20:00Z', 2, '2026-11-02T14:00Z'],
    ['a night shift goes on after midnight', night, '2026-02-10T04:00Z', 4, '2026-02-10T08:00Z'],
    ['the night the clocks go forward has an hour less', night, '2026-03-08T00:00Z', 11.5, '2026-03-08T23:30Z'],
    ['the night they go back has one more', night, '2026-10-31T23:00Z', 13, '2026-11-01T12:00Z'],
  ])('%s', (_, calendar, from, count, expected) => expect(iso(addWorkingTime(calendar, NEW_YORK, ms(from), hours(count)))).toBe(expected));

  test('without a calendar every hour counts', () => expect(iso(addWorkingTime(null, NEW_YORK, ms('2026-03-08T00:00Z'), hours(24)))).toBe('2026-03-09T00:00Z'));
  test('a calendar that never opens is refused', () => {
    const never: WorkingCalendar = { days: [], hours: [{ from: 0, until: 60 }], closedOn: 'never' };
    expect(() => addWorkingTime(never, 'UTC', 0, 1)).toThrow('never open');
  });

  test('what was added lies between, for any start and length', () => {
    for (const calendar of Object.values(CALENDARS)) {
      for (let n = 0; n < 400; n += 1) {
        const from = ms('2026-02-25T00:00Z') + n * 7_919_000;
        const amount = (n * 1_234_577) % hours(30);
        const until = addWorkingTime(calendar, NEW_YORK, from, amount);
        expect(workingTimeBetween(calendar, NEW_YORK, from, until)).toBe(amount);
      }
    }
  });
});
