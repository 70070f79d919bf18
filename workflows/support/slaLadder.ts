import { condition } from '@temporalio/workflow';
import { SLA_RUNGS, type SlaRung } from '../../domain/tasks/taskType';
import { type TaskTypeName, taskType } from '../../domain/tasks/types';
import { MINUTE_MS } from '../../domain/time';
import { type AlarmSource } from './alarmClock';
import { now } from './clock';
import { type StepDesk } from './stepDesk';
import { type OpenTask, type TaskBook } from './taskBook';

/**
 * The escalation ladder of all open tasks of a workflow. Each rung fires once; a rung neither ends the work nor outlives it:
 * a task that is done has no next rung, and the record answers `fired: false` when it was faster.
 */
export class SlaLadder {
  private firing = false;

  constructor(private readonly tasks: TaskBook, private readonly steps: StepDesk) {}

  readonly alarm: AlarmSource = () => {
    const times = this.tasks.openTasks.flatMap((task) => nextRung(task)?.at ?? []);
    return times.length > 0 ? Math.min(...times) : null;
  };

  get isIdle(): boolean {
    return !this.firing;
  }

  /** Runs as long as the workflow. */
  async run(): Promise<never> {
    for (;;) {
      await condition(() => this.due() !== null);
      this.firing = true;
      for (let due = this.due(); due; due = this.due()) {
        const { task, rung } = due;
        this.tasks.rungFired(task.step);
        await this.steps.insist(`sla-${rung}-${task.step}`, (calls, at) => calls.recordSlaFiring({ ...at, taskId: task.taskId, rung }));
      }
      this.firing = false;
    }
  }

  private due(): { task: OpenTask; rung: SlaRung } | null {
    for (const task of this.tasks.openTasks) {
      const next = nextRung(task);
      if (next && next.at <= now()) return { task, rung: next.rung };
    }
    return null;
  }
}

function nextRung(task: OpenTask): { rung: SlaRung; at: number } | null {
  const rung = ladderOf(task.type)[task.rungsFired];
  return rung ? { rung: rung.rung, at: task.openedAt + rung.minutes * MINUTE_MS } : null;
}

/** The rungs of a task type, lowest first. */
export function ladderOf(type: TaskTypeName): readonly { readonly rung: SlaRung; readonly minutes: number }[] {
  const { sla } = taskType(type);
  return SLA_RUNGS.flatMap((rung) => (sla[rung] === undefined ? [] : [{ rung, minutes: sla[rung] }])).sort((a, b) => a.minutes - b.minutes);
}
