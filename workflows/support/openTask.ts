import { SLA_RUNGS, type SlaRung } from '../../domain/tasks/taskType';
import { type TaskTypeName, taskType } from '../../domain/tasks/types';
import { MINUTE_MS } from '../../domain/time';
import { type RungDelay, type TaskPaused, type TaskResumed } from '../contracts/messages';
import { now } from './clock';

export interface RungTime {
  readonly rung: SlaRung;
  readonly at: number;
}

/** A task in somebody's inbox; plain JSON. Times in epoch milliseconds of workflow time. */
export interface OpenTask {
  readonly step: string;
  readonly type: TaskTypeName;
  readonly taskId: string;
  /** When the pathway asked for it; its clock runs from then. */
  readonly openedAt: number;
  /** How many rungs of its escalation ladder have fired. */
  readonly rungsFired: number;
  /** When its rungs fire, as the record worked it out by its calendars; absent in runs from before it did: then by the wall clock. */
  readonly rungs?: readonly RungTime[];
  /** Since when its clock stands. */
  readonly pausedAt?: number;
  /** When it comes off hold by itself. */
  readonly resumeAt?: number;
  /** The task's version of the last news about its clock. */
  readonly clockVersion?: number;
}

/** The rungs of a task, lowest first. */
export function ladderOf({ type, openedAt, rungs }: Pick<OpenTask, 'type' | 'openedAt' | 'rungs'>): readonly RungTime[] {
  if (rungs) return rungs;
  const { sla } = taskType(type);
  return SLA_RUNGS.flatMap((rung) => (sla[rung] === undefined ? [] : [{ rung, at: openedAt + sla[rung] * MINUTE_MS }])).sort((a, b) => a.at - b.at);
}

/** When a task is due: the `due` rung of its ladder. */
export function dueOf(task: Pick<OpenTask, 'type' | 'openedAt' | 'rungs'>): number {
  return ladderOf(task).find(({ rung }) => rung === 'due')?.at ?? task.openedAt;
}

/** The rung that fires next; null when the ladder is at its end or the clock stands. */
export function nextRung(task: OpenTask): RungTime | null {
  return task.pausedAt === undefined ? (ladderOf(task)[task.rungsFired] ?? null) : null;
}

export function timesOf(rungs: readonly RungDelay[], from: number): RungTime[] {
  return rungs.map(({ rung, afterMs }) => ({ rung, at: from + afterMs }));
}

/** The task with its clock standing. News older than what is known changes nothing. */
export function pausedTask(task: OpenTask, { version, resumeAfterMs }: TaskPaused): OpenTask {
  if (version < (task.clockVersion ?? 0) || (version === task.clockVersion && resumeAfterMs === null)) return task;
  return { ...task, clockVersion: version, pausedAt: task.pausedAt ?? now(), ...(resumeAfterMs === null ? {} : { resumeAt: now() + resumeAfterMs }) };
}

/** The task with its clock running again. */
export function resumedTask(task: OpenTask, { version, rungs }: TaskResumed): OpenTask {
  if (version < (task.clockVersion ?? 0)) return task;
  const { pausedAt: _pausedAt, resumeAt: _resumeAt, ...running } = task;
  return { ...running, clockVersion: version, rungs: timesOf(rungs, now()) };
}
