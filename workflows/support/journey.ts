import { allHandlersFinished, CancellationScope, condition, continueAsNew, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import { CANCEL_REASONS, type CancelReason, type JourneyOutcome, type Stage, STAGES } from '../../domain/journey/stages';
import { type OverridableBranch } from '../../domain/discharge/branches';
import { type Undoable } from '../../activities/care';
import { type CareState, newCareState } from '../care/state';
import { type CancelAnswer, type JourneyInput, type WorkflowProgress } from '../contracts/messages';
import { type ClaimSettled } from '../contracts/moneyMessages';
import { AlarmClock } from './alarmClock';
import { runBeside } from './beside';
import { iso, now } from './clock';
import { hasChange } from './generation';
import { type BoardState, ProgressBoard } from './progressBoard';
import { cancelJourneyUpdate, claimSettledSignal, completeTaskUpdate, dischargeOverriddenSignal, ordersChangedSignal, progressQuery, resolveIncidentUpdate, taskPausedSignal, taskResumedSignal } from './messages';
import { dueOf } from './openTask';
import { refuse } from './refusal';
import { SlaLadder } from './slaLadder';
import { StepCancelled, StepDesk } from './stepDesk';
import { TaskBook, type TaskBookState, type TaskRequest } from './taskBook';

/** How far the coverage is known. */
export type CoverageState = 'unknown' | 'asking' | 'verifying' | 'settled';

/** Everything a journey knows, as plain JSON: what continue-as-new hands on. */
interface JourneyState {
  readonly tasks: TaskBookState;
  readonly board: BoardState;
  readonly care: CareState;
  readonly coverage: CoverageState;
  readonly done: readonly Undoable[];
}

/** One patient's journey while it runs: its people, its steps, its clock, and what has been done so far. */
export class Journey {
  readonly encounterId: string;
  readonly tasks: TaskBook;
  readonly steps: StepDesk;
  readonly board: ProgressBoard;
  readonly alarm: AlarmClock;
  readonly care: CareState;
  coverage: CoverageState;
  cancelled: CancelReason | null = null;
  /** Somebody lay in it and it is not clean again: the journey is not over. */
  bed: 'unused' | 'to-clean' | 'clean' = 'unused';
  /** The patient has left: from here on care cannot be cancelled, only an admission in error undone. */
  hasLeft = false;
  /** Branches of the discharge that somebody let pass. */
  readonly overridden = new Set<OverridableBranch>();
  /** Tasks of such branches that are still to be done although the patient has left. */
  lateTasks: readonly TaskRequest[] = [];
  /** The bill is on its way to payer or patient: nothing can be cancelled any more. */
  isBilled = false;
  /** What the claim has told so far; the last word counts. */
  claimOutcome: ClaimSettled['outcome'] | null = null;
  /** When the journey stops waiting for its claim, in epoch milliseconds. */
  patienceEndsAt: number | null = null;
  private outcome: JourneyOutcome | null = null;
  private readonly done: Undoable[];
  private readonly background: Promise<void>[] = [];
  private readonly ladder: SlaLadder;
  private readonly passed: readonly Stage[];
  private scope: CancellationScope | null = null;
  /** The cancellation that has taken effect. */
  private ended: CancelReason | null = null;

  constructor(private readonly input: JourneyInput) {
    const state = input.resumed as JourneyState | undefined;
    this.encounterId = input.encounterId;
    this.tasks = new TaskBook(state?.tasks);
    this.steps = new StepDesk({ journeyId: this.encounterId, claimId: null, assertCancellable: () => this.assertCancellable(), cancel: () => this.cancel('admission-in-error') });
    this.board = new ProgressBoard(this.encounterId, workflowInfo().workflowId, this.tasks, this.steps, state?.board);
    this.ladder = new SlaLadder(this.tasks, this.steps);
    this.alarm = new AlarmClock(() => this.steps.isIdle && !this.board.isSending && this.tasks.isSettled && !this.tasks.hasNews && this.tasks.openTasks.length === 0);
    // A state handed on by an older run may lack what was added since.
    this.care = { ...newCareState(), ...state?.care };
    this.coverage = state?.coverage ?? 'unknown';
    this.done = [...(state?.done ?? [])];
    this.passed = state ? STAGES.slice(0, STAGES.indexOf(state.board.stage)) : [];
  }

  /** Take messages and start what runs beside the pathway. Before anything else, so that no early message is missed. */
  open(): this {
    setHandler(completeTaskUpdate, (task) => this.tasks.complete(task), { validator: (task) => this.tasks.validate(task) });
    setHandler(resolveIncidentUpdate, (resolution) => this.steps.resolve(resolution), { validator: (resolution) => this.steps.validate(resolution) });
    setHandler(cancelJourneyUpdate, ({ reason }) => this.cancel(reason), { validator: ({ reason }) => this.assertCancellable(reason) });
    setHandler(claimSettledSignal, ({ outcome }) => void (this.claimOutcome = outcome));
    setHandler(taskPausedSignal, (news) => this.tasks.hearClock(news));
    setHandler(taskResumedSignal, (news) => this.tasks.hearClock(news));
    setHandler(ordersChangedSignal, () => void (this.care.ordersChanged = (this.care.ordersChanged ?? 0) + 1));
    setHandler(dischargeOverriddenSignal, ({ branch }) => {
      this.overridden.add(branch);
      this.care.news += 1;
    });
    setHandler(progressQuery, () => this.progress());
    for (const source of [this.ladder.alarm, this.steps.alarm, () => this.care.nextDueAt, () => this.patienceEndsAt]) this.alarm.addSource(source);
    runBeside(() => this.alarm.run(), () => this.ladder.run(), () => this.board.run());
    return this;
  }

  /** Run one stage of the pathway; a run that goes on after continue-as-new has passed the earlier ones. */
  async stage<T>(stage: Stage, run: (journey: Journey) => Promise<T>): Promise<T | undefined> {
    if (this.passed.includes(stage)) return undefined;
    if (this.board.currentStage !== stage || stage === STAGES[0]) this.board.enter(stage);
    return run(this);
  }

  /** Somebody ordered or stopped something that the pathway has not looked at. What comes before the admission orders is read with them. */
  get hasNewOrders(): boolean {
    return this.care.plans > 0 && (this.care.ordersChanged ?? 0) > (this.care.ordersSeen ?? 0);
  }

  /** Register how to undo something, before it is done: a crash in between then undoes a little too much, never too little. */
  beforeDoing(what: Undoable): void {
    if (!this.done.includes(what)) this.done.push(what);
  }

  get toUndo(): readonly Undoable[] {
    return [...this.done].reverse();
  }

  /** Let something run on beside the pathway; the journey is closed only after it. */
  inBackground(work: Promise<void>): void {
    this.background.push(work.catch((error: unknown) => {
      if (!isEarlyEnd(error)) throw error;
    }));
  }

  /** Run work that `cancelJourney` ends. Answers why it ended early, or null; by then nothing of it is under way any more. */
  async unlessCancelled(work: () => Promise<void>): Promise<CancelReason | null> {
    const scope = new CancellationScope();
    this.scope = scope;
    // An Update can be faster than the first step.
    if (this.cancelled !== this.ended) scope.cancel();
    try {
      await scope.run(work);
      return null;
    } catch (error) {
      if (this.cancelled === this.ended || !isEarlyEnd(error)) throw error;
    } finally {
      this.scope = null;
    }
    this.ended = this.cancelled;
    await condition(() => this.steps.isIdle && !this.board.isSending && this.tasks.isSettled);
    this.tasks.forgetNews(['verify-coverage', 'clean-bed']);
    return this.cancelled;
  }

  /** Cancel these open tasks in the record and forget them. */
  async cancelTasks(steps: readonly string[]): Promise<void> {
    const open = this.tasks.openTasks.filter(({ step }) => steps.includes(step));
    if (open.length === 0) return;
    this.tasks.withdraw(open.map(({ step }) => step));
    const taskIds = open.map(({ taskId }) => taskId);
    await this.steps.attempt(`cancel-tasks-${open[0]?.step}`, (calls, at) => calls.cancelTasks({ ...at, workflowId: workflowInfo().workflowId, taskIds }));
  }

  /**
   * From the main loop only. A run that is due for it waits until nothing is half done: no handler, no call, no task on its
   * way. The state goes along as plain JSON, with the answers already given, so that a repeated Update stays a repeat.
   */
  async continueWhenDue(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const due = this.input.eventsPerRun === undefined ? continueAsNewSuggested : historyLength >= this.input.eventsPerRun;
    const atRest = this.steps.isIdle && !this.steps.inTrouble && !this.board.isSending && this.tasks.isSettled && this.ladder.isIdle && this.coverage !== 'asking' && !this.cancelled;
    if (!due || !atRest || !allHandlersFinished()) return;
    const resumed: JourneyState = { tasks: this.tasks.state(), board: this.board.state(), care: this.care, coverage: this.coverage, done: this.done };
    await continueAsNew({ ...this.input, resumed });
  }

  /** Close the journey: nothing of it is left in an inbox or under way. */
  async close(outcome: JourneyOutcome): Promise<JourneyOutcome> {
    this.isBilled = true;
    if (this.board.isUnderWay('follow-up')) this.board.enter('follow-up');
    await Promise.all(this.background);
    await this.cancelTasks(this.tasks.openTasks.map(({ step }) => step));
    this.board.waitFor(null);
    this.board.finish();
    await this.board.flush();
    // A last word of the claim can come in while the record closes the journey. The server then has the end of this run done again,
    // and a local activity with it: by then the outcome might be another one than the record has.
    await this.steps.attempt('close-journey', (calls, at) => calls.closeJourney({ ...at, journeyId: this.encounterId, outcome }), { scheduled: hasChange('closing-scheduled') });
    this.outcome = outcome;
    await condition(allHandlersFinished);
    return outcome;
  }

  private assertCancellable(reason?: CancelReason): void {
    if (reason !== undefined && !Object.hasOwn(CANCEL_REASONS, reason)) refuse('InvalidReason', 'There is no such reason.');
    if (this.outcome) refuse('JourneyOver', 'The journey is closed.');
    if (this.cancelled && this.cancelled !== reason) refuse('AlreadyCancelled', `The journey is being ended already: ${this.cancelled}.`);
    if (this.cancelled) return;
    if (this.isBilled) refuse('AlreadyBilled', 'The bill is on its way; correct the claim or the invoice instead.');
    if (this.hasLeft && reason && reason !== 'admission-in-error') refuse('PatientHasLeft', 'The patient has left already.');
  }

  private cancel(reason: CancelReason): CancelAnswer {
    if (!this.cancelled) {
      this.cancelled = reason;
      this.tasks.forgetWanted();
      this.steps.cancelOpen();
      this.scope?.cancel();
    }
    return { reason: this.cancelled, accepted: true };
  }

  private progress(): WorkflowProgress {
    const openTasks = this.tasks.openTasks.map((task) => ({ step: task.step, taskId: task.taskId, type: task.type, openedAt: iso(task.openedAt), dueAt: iso(dueOf(task)) }));
    return { now: iso(now()), stage: this.board.currentStage, stages: this.board.stages(), ...this.board.now(), openTasks, ...this.steps.progress(), cancelled: this.cancelled, outcome: this.outcome };
  }
}

function isEarlyEnd(error: unknown): boolean {
  return isCancellation(error) || error instanceof StepCancelled;
}
