import { dueTime, pauseClock, rungTimes, type SlaClock } from '../../../domain/tasks/slaClock';
import { TASK_TYPES, taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { SLA_RUNGS } from '../../../domain/tasks/taskType';

const ZONE = 'America/New_York';
const ms = (iso: string) => Date.parse(iso);
const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000Z', 'Z');
const names = Object.keys(TASK_TYPES) as TaskTypeName[];

describe('a ladder', () => {
  test('care counts every minute, a desk only those it is open', () => {
    expect(rungTimes(taskType('observation-round'), ZONE, 0, ms('2026-02-07T23:50Z')).map(({ rung, at }) => [rung, iso(at)])).toEqual([
      ['warning', '2026-02-08T00:10Z'], ['due', '2026-02-08T00:20Z'], ['charge-nurse', '2026-02-08T00:50Z'], ['on-call', '2026-02-08T01:50Z'],
    ]);
    // Asked for on Friday at 16:00: an hour is left of that day, the rest is Monday's and Tuesday's.
    expect(rungTimes(taskType('fix-claim'), ZONE, 0, ms('2026-02-06T21:00Z')).map(({ rung, at }) => [rung, iso(at)])).toEqual([
      ['warning', '2026-02-09T19:00Z'], ['due', '2026-02-09T21:00Z'], ['charge-nurse', '2026-02-10T21:00Z'],
    ]);
  });

  test('warns before the breach and climbs in order, for every type', () => {
    for (const name of names) {
      const times = rungTimes(taskType(name), ZONE, 0, ms('2026-02-06T21:00Z'));
      expect(times.map(({ rung }) => rung)).toEqual(SLA_RUNGS.filter((rung) => times.some((one) => one.rung === rung)));
      for (const [n, { at }] of times.entries()) if (n > 0) expect(at).toBeGreaterThan(times[n - 1]?.at ?? 0);
    }
  });

  test('care is never put on hold', () => {
    const clinical = ['nurse', 'physician', 'lab', 'pharmacist'];
    expect(names.filter((name) => clinical.includes(taskType(name).role) && taskType(name).mayPause)).toEqual([]);
  });
});

describe('a clock that stands still', () => {
  const type = taskType('fix-claim');
  const opened: SlaClock = { spentMs: 0, runsFrom: ms('2026-02-10T13:00Z') };

  test('keeps what has run, and goes on where it stopped', () => {
    const paused = pauseClock(type, ZONE, opened, ms('2026-02-10T16:00Z'));
    expect(paused).toEqual({ spentMs: 3 * 3_600_000, runsFrom: null });
    // Nine hours in all, three spent: six from Thursday at noon.
    expect(iso(dueTime(type, ZONE, paused.spentMs, ms('2026-02-12T17:00Z')))).toBe('2026-02-13T14:00Z');
  });

  test('hours in which the desk was closed anyway are not counted as spent', () => {
    expect(pauseClock(type, ZONE, opened, ms('2026-02-11T13:00Z')).spentMs).toBe(9 * 3_600_000);
    expect(pauseClock(type, ZONE, opened, ms('2026-02-11T05:00Z')).spentMs).toBe(9 * 3_600_000);
  });

  test('stopped twice it is as stopped once; a rung that was passed before fires when it runs again', () => {
    const paused = pauseClock(type, ZONE, opened, ms('2026-02-11T14:00Z'));
    expect(pauseClock(type, ZONE, paused, ms('2026-02-20T14:00Z'))).toBe(paused);
    expect(iso(dueTime(type, ZONE, paused.spentMs, ms('2026-02-12T17:00Z')))).toBe('2026-02-12T17:00Z');
  });
});
