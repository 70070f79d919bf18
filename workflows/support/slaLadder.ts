import { condition } from '@temporalio/workflow';
import { type AlarmSource } from './alarmClock';
import { now } from './clock';
import { nextRung, type OpenTask, type RungTime } from './openTask';
import { type StepDesk } from './stepDesk';
import { type TaskBook } from './taskBook';

/**
 * The escalation ladder of all open tasks of a workflow. Each rung fires once; a rung neither ends the work nor outlives it:
 * a task that is done has no next rung, and the record answers `fired: false` when it was faster. A task on hold has no next
 * rung either; when its time is set, the ladder takes it off hold.
 */
export class SlaLadder {
  private firing = false;

  constructor(private readonly tasks: TaskBook, private readonly steps: StepDesk) {}

  readonly alarm: AlarmSource = () => {
    const times = this.tasks.openTasks.flatMap((task) => nextRung(task)?.at ?? task.resumeAt ?? []);
    return times.length > 0 ? Math.min(...times) : null;
  };

  get isIdle(): boolean {
    return !this.firing;
  }

  /** Runs as long as the workflow. */
  async run(): Promise<never> {
    for (;;) {
      await condition(() => this.due() !== null || this.heldEnough() !== null);
      this.firing = true;
      for (let due = this.due(); due; due = this.due()) await this.fire(due.task, due.rung);
      for (let task = this.heldEnough(); task; task = this.heldEnough()) await this.takeOffHold(task);
      this.firing = false;
    }
  }

  private async fire(task: OpenTask, rung: RungTime['rung']): Promise<void> {
    this.tasks.rungFired(task.step);
    const told = await this.steps.insist(this.stepOf(`sla-${rung}`, task), (calls, at) => calls.recordSlaFiring({ ...at, taskId: task.taskId, rung }));
    if (told?.onHold) this.tasks.rungWithheld(task.step, told.onHold);
  }

  private async takeOffHold(task: OpenTask): Promise<void> {
    const told = await this.steps.insist(this.stepOf('off-hold', task), (calls, at) => calls.endHold({ ...at, taskId: task.taskId }));
    this.tasks.heldEnough(task.step, told?.rungs ?? null);
  }

  /** A clock that stood and runs again makes its steps anew: what was withheld before is asked again. */
  private stepOf(what: string, task: OpenTask): string {
    return task.clockVersion === undefined ? `${what}-${task.step}` : `${what}-${task.step}-v${task.clockVersion}`;
  }

  private due(): { task: OpenTask; rung: RungTime['rung'] } | null {
    for (const task of this.tasks.openTasks) {
      const next = nextRung(task);
      if (next && next.at <= now()) return { task, rung: next.rung };
    }
    return null;
  }

  private heldEnough(): OpenTask | null {
    return this.tasks.openTasks.find(({ resumeAt }) => resumeAt !== undefined && resumeAt <= now()) ?? null;
  }
}
