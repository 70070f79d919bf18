import { nextAllowed, PATIENT_QUIET_HOURS } from '../../domain/notifications/quietHours';

describe('quiet hours', () => {
  test.each([
    ['2026-03-01T12:00:00.000Z', 0, '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T21:00:00.000Z', 0, '2026-03-02T08:00:00.000Z'],
    ['2026-03-01T20:59:59.000Z', 0, '2026-03-01T20:59:59.000Z'],
    ['2026-03-02T07:59:59.999Z', 0, '2026-03-02T08:00:00.000Z'],
    ['2026-03-02T08:00:00.000Z', 0, '2026-03-02T08:00:00.000Z'],
    ['2026-03-02T01:30:00.000Z', -300, '2026-03-02T01:30:00.000Z'], // 20:30 in Boston
    ['2026-03-02T02:00:00.000Z', -300, '2026-03-02T13:00:00.000Z'], // 21:00 in Boston waits until 08:00 there
  ])('%s with offset %i goes out at %s', (at, offset, expected) => expect(nextAllowed(at, PATIENT_QUIET_HOURS, offset)).toBe(expected));

  test('a window within one day, and none at all', () => {
    expect(nextAllowed('2026-03-01T13:00:00.000Z', { from: '12:00', until: '14:30' }, 0)).toBe('2026-03-01T14:30:00.000Z');
    expect(nextAllowed('2026-03-01T13:00:00.000Z', { from: '12:00', until: '12:00' }, 0)).toBe('2026-03-01T13:00:00.000Z');
    expect(nextAllowed('2026-03-01T13:00:00.000Z', null, 0)).toBe('2026-03-01T13:00:00.000Z');
  });
});
