import { addWorkingTime, CALENDARS, workingTimeBetween } from '../calendar/workingTime';
import { MINUTE_MS } from '../time';
import { SLA_RUNGS, type SlaLadder, type SlaRung, type TaskType } from './taskType';

/** How a task's clock stands: working time spent before `runsFrom` (epoch ms), and since when it runs; null while it is on hold. */
export interface SlaClock {
  readonly spentMs: number;
  readonly runsFrom: number | null;
}

export interface RungTime {
  readonly rung: SlaRung;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The ladder a task of this type climbs, on the calendar its clock follows. */
export function ladderOfType({ sla, workingHours }: Pick<TaskType, 'sla' | 'workingHours'>): SlaLadder {
  return workingHours?.sla ?? sla;
}

/** When each rung fires if the clock runs on from now, lowest first. A rung whose time was spent before fires as soon as the clock runs. */
export function rungTimes(type: Pick<TaskType, 'sla' | 'workingHours'>, zone: string, spentMs: number, runsFrom: number): RungTime[] {
  const ladder = ladderOfType(type);
  const calendar = type.workingHours ? CALENDARS[type.workingHours.calendar] : null;
  const rungs = SLA_RUNGS.flatMap((rung) => (ladder[rung] === undefined ? [] : [{ rung, minutes: ladder[rung] }]));
  return rungs.sort((a, b) => a.minutes - b.minutes).map(({ rung, minutes }) => ({ rung, at: addWorkingTime(calendar, zone, runsFrom, Math.max(0, minutes * MINUTE_MS - spentMs)) }));
}

/** When the task is due if its clock runs on. */
export function dueTime(type: Pick<TaskType, 'sla' | 'workingHours'>, zone: string, spentMs: number, runsFrom: number): number {
  return rungTimes(type, zone, spentMs, runsFrom).find(({ rung }) => rung === 'due')?.at ?? runsFrom;
}

/** Stop the clock: what has run so far is kept. A clock that stands stays as it is. */
export function pauseClock(type: Pick<TaskType, 'workingHours'>, zone: string, clock: SlaClock, now: number): SlaClock {
  if (clock.runsFrom === null) return clock;
  const calendar = type.workingHours ? CALENDARS[type.workingHours.calendar] : null;
  return { spentMs: clock.spentMs + workingTimeBetween(calendar, zone, clock.runsFrom, now), runsFrom: null };
}
