import { condition } from '@temporalio/workflow';
import { type Wait, type WaitingFor } from '../../domain/journey/waits';
import { type Stage, STAGES, type StageStatus } from '../../domain/journey/stages';
import { iso } from './clock';
import { hasChange } from './generation';
import { StepCancelled, type StepDesk } from './stepDesk';
import { type TaskBook } from './taskBook';

type Statuses = Partial<Record<Stage, StageStatus>>;

interface Waiting {
  readonly waitingFor: WaitingFor | null;
  readonly waitingUntil: string | null;
  /** What to show as the current step. */
  readonly step: string;
}

/** Plain JSON for continue-as-new. */
export interface BoardState {
  readonly stage: Stage;
  readonly statuses: Statuses;
  readonly shown: Statuses;
  readonly waiting: Waiting | null;
  readonly sequence: number;
}

/** As many tasks as one call opens. */
const TASKS_PER_CALL = 60;

/**
 * What the journey board shows of this journey: its stages, and what it waits for until when. Everything that changes in one
 * turn of the workflow goes out as one call: the tasks to open, the stage, the wait. When a person has done a task and the next
 * follows at once, that call is the only one between the two inboxes.
 */
export class ProgressBoard {
  private stage: Stage = 'admission';
  private statuses: Statuses = {};
  private shown: Statuses = {};
  private waiting: Waiting | null = null;
  private sequence = 0;
  private sending = false;
  private isShownInTrouble = false;
  private flushing = false;
  /** Runs that began before this was so tell of a stage only together with tasks or a wait. */
  private tellsStages = false;
  private declared: { readonly wait: Wait; readonly until: number | null } | null = null;

  constructor(private readonly encounterId: string, private readonly workflowId: string, private readonly tasks: TaskBook, private readonly steps: StepDesk, state?: BoardState) {
    if (state) ({ stage: this.stage, statuses: this.statuses, shown: this.shown, waiting: this.waiting, sequence: this.sequence } = state);
  }

  get currentStage(): Stage {
    return this.stage;
  }

  get isSending(): boolean {
    return this.sending;
  }

  /** The pathway is now in this stage; the one before is done, and those it did not come through are left out. */
  enter(stage: Stage): void {
    this.leave();
    for (const earlier of STAGES.slice(0, STAGES.indexOf(stage))) this.statuses[earlier] ??= 'skipped';
    this.stage = stage;
    this.statuses[stage] = 'current';
  }

  /** The stage is over, whatever comes next: what begins beside the next one does not begin in it. */
  leave(): void {
    if (this.statuses[this.stage] === 'current') this.statuses[this.stage] = 'done';
  }

  /** Say how a stage stands that is not the main one, or that is over or left out. */
  mark(stage: Stage, status: 'current' | 'done' | 'skipped'): void {
    this.statuses[stage] = status;
  }

  isUnderWay(stage: Stage): boolean {
    return this.statuses[stage] === 'current';
  }

  hasReached(stage: Stage): boolean {
    return this.statuses[stage] === 'current' || this.statuses[stage] === 'done';
  }

  /** The stages that are not done are not coming any more. */
  skipRest(): void {
    for (const stage of STAGES) if (this.statuses[stage] !== 'done') this.statuses[stage] = 'skipped';
  }

  /** The pathway is at its end: what was going on is done, what never began is left out. */
  finish(): void {
    this.leave();
    for (const stage of STAGES) this.statuses[stage] ??= 'skipped';
  }

  /** With no task in an inbox, the journey waits for this; null: for nothing. */
  waitFor(wait: Wait | null, until: number | null = null): void {
    this.declared = wait && { wait, until };
  }

  /** Runs as long as the workflow. */
  async run(): Promise<never> {
    this.tellsStages = hasChange('stages-told-at-rest');
    for (;;) {
      await condition(() => this.mustSend());
      await this.send();
    }
  }

  /** Resolves when the record shows the journey as it is. */
  async flush(): Promise<void> {
    this.flushing = true;
    await condition(() => !this.sending && !this.mustSend());
    this.flushing = false;
  }

  state(): BoardState {
    return { stage: this.stage, statuses: this.statuses, shown: this.shown, waiting: this.waiting, sequence: this.sequence };
  }

  /** What the journey waits for: first what blocks it, then people, then time or messages. */
  now(): Pick<Waiting, 'waitingFor' | 'waitingUntil'> {
    const { waitingFor, waitingUntil } = this.currentWait();
    return { waitingFor, waitingUntil };
  }

  /**
   * New tasks go out at once. A changed stage or wait goes out when the workflow has come to rest: between two steps it waits for
   * nothing, and nobody needs to know. While people hold tasks the record shows the most pressing one by itself.
   */
  private mustSend(): boolean {
    if (this.tasks.hasWanted) return true;
    if (!this.steps.isIdle || !this.tasks.isSettled || this.tasks.hasNews) return false;
    if ((this.flushing || this.tellsStages) && this.changedStages().length > 0) return true;
    if (this.steps.inTrouble !== this.isShownInTrouble) return true;
    const wait = this.currentWait();
    return this.tasks.openTasks.length === 0 && wait.waitingFor !== null && (wait.waitingFor !== this.waiting?.waitingFor || wait.waitingUntil !== this.waiting.waitingUntil);
  }

  private async send(): Promise<void> {
    this.sending = true;
    const openTasks = this.tasks.startOpening(TASKS_PER_CALL).map(({ step, type, round, focusType, focusId }) => ({ step, type, round, focusType, focusId }));
    const waiting = this.currentWait();
    const stages = this.changedStages();
    const wasInTrouble = this.steps.inTrouble;
    this.sequence += 1;
    const progress = { workflowId: this.workflowId, stage: this.stage, ...waiting, stages, openTasks };
    try {
      const { tasks } = await this.steps.attempt(`progress-${this.sequence}`, (calls, at) => calls.recordProgress({ ...at, journeyId: this.encounterId, progress }));
      this.tasks.opened(tasks);
      this.waiting = waiting;
      this.isShownInTrouble = wasInTrouble;
      for (const { stage, status } of stages) this.shown[stage] = status;
    } catch (error) {
      if (!(error instanceof StepCancelled)) throw error;
      this.tasks.opened([]); // the journey is being cancelled: nobody needs these tasks any more
    } finally {
      this.sending = false;
    }
  }

  /** How each stage stands that has been reached or left out. */
  stages(): { stage: Stage; status: StageStatus }[] {
    return STAGES.flatMap((stage) => {
      const status = this.statuses[stage] === 'current' && stage === this.stage && this.steps.inTrouble ? 'in-trouble' : this.statuses[stage];
      return status ? [{ stage, status }] : [];
    });
  }

  private changedStages(): { stage: Stage; status: StageStatus }[] {
    return this.stages().filter(({ stage, status }) => status !== this.shown[stage]);
  }

  private currentWait(): Waiting {
    if (this.steps.inTrouble) return { waitingFor: 'incident', waitingUntil: null, step: 'incident' };
    const [first] = [...this.tasks.underWay].sort((a, b) => a.dueAt - b.dueAt);
    if (first) return { waitingFor: first.type, waitingUntil: iso(first.dueAt), step: first.step };
    if (this.declared) return { waitingFor: this.declared.wait, waitingUntil: this.declared.until === null ? null : iso(this.declared.until), step: this.declared.wait };
    return { waitingFor: null, waitingUntil: null, step: this.stage };
  }
}
