import { CancellationScope, condition, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { type ClaimDeadline } from '../../domain/claims/deadlines';
import { type CompletedTask, SIGNALS, type WorkflowProgress } from '../contracts/messages';
import { type Acknowledged, type ClaimChanged, type ClaimInput, type ClaimSettled, type Remitted, type ResubmissionAsked } from '../contracts/moneyMessages';
import { AlarmClock } from '../support/alarmClock';
import { runBeside } from '../support/beside';
import { iso, now } from '../support/clock';
import { hasChange } from '../support/generation';
import { completeTaskUpdate, progressQuery, resolveIncidentUpdate, taskPausedSignal, taskResumedSignal } from '../support/messages';
import { dueOf } from '../support/openTask';
import { refuse } from '../support/refusal';
import { signalIfRunning } from '../support/signalOther';
import { SlaLadder } from '../support/slaLadder';
import { StepCancelled, StepDesk } from '../support/stepDesk';
import { TaskBook, type TaskRequest } from '../support/taskBook';
import { Attempts } from './attempts';
import { DeadlineWatch } from './deadlineWatch';
import { INCIDENT_PATIENCE_MS } from './deadlines';

const acknowledgedSignal = defineSignal<[Acknowledged]>(SIGNALS.acknowledged);
const remittedSignal = defineSignal<[Remitted]>(SIGNALS.remitted);
const claimChangedSignal = defineSignal<[ClaimChanged]>(SIGNALS.claimChanged);
const resubmissionAskedSignal = defineSignal<[ResubmissionAsked]>(SIGNALS.resubmissionAsked);

/** One claim while it lives: its people, its steps, what the payer has said, and the journey that waits for it. */
export class ClaimDesk {
  readonly tasks = new TaskBook();
  readonly steps: StepDesk;
  readonly deadlines: DeadlineWatch;
  /** Sent and not answered: it cannot be taken back. */
  isWithPayer = false;
  /** The payer has said that it has the claim. */
  isTakenIn = false;
  readonly attempts: Attempts;
  private isAdjudicated = false;
  /** What the journey was told last. */
  private told: ClaimSettled['outcome'] | null = null;
  private readonly alarm: AlarmClock;
  private readonly acknowledgements = new Map<string, 'accepted' | 'rejected'>();
  private remittances: Remitted[] = [];
  private readonly heard = new Set<string>();
  private changes = 0;
  private resubmission: ResubmissionAsked | null = null;
  private deadline: number | null = null;
  private waitsFor: string | null = null;
  private scope: CancellationScope | null = null;

  constructor(readonly input: ClaimInput) {
    this.steps = new StepDesk({ journeyId: input.encounterId, claimId: input.claimId, assertCancellable: () => this.assertCancellable(), cancel: () => this.giveUp() });
    this.attempts = new Attempts(input.life ?? 1);
    this.deadlines = new DeadlineWatch(input.claimId, this.steps, (deadline) => this.isThreatenedBy(deadline));
    this.alarm = new AlarmClock(() => this.steps.isIdle && this.tasks.isSettled && this.tasks.openTasks.length === 0);
  }

  /** Take messages and start what runs beside the claim. Before anything else: a payer can be faster than our own next step. */
  open(): this {
    const ladder = new SlaLadder(this.tasks, this.steps);
    setHandler(completeTaskUpdate, (task) => this.tasks.complete(task), { validator: (task) => this.tasks.validate(task) });
    setHandler(resolveIncidentUpdate, (resolution) => this.steps.resolve(resolution), { validator: (resolution) => this.steps.validate(resolution) });
    setHandler(progressQuery, () => this.progress());
    setHandler(taskPausedSignal, (news) => this.tasks.hearClock(news));
    setHandler(taskResumedSignal, (news) => this.tasks.hearClock(news));
    setHandler(acknowledgedSignal, (message) => this.hearAcknowledgement(message));
    setHandler(remittedSignal, (message) => this.hearRemittance(message));
    setHandler(claimChangedSignal, () => void (this.changes += 1));
    setHandler(resubmissionAskedSignal, (message) => void (this.resubmission = message));
    for (const source of [ladder.alarm, this.steps.alarm, () => this.deadline, () => this.troubleTold(), this.deadlines.alarm]) this.alarm.addSource(source);
    runBeside(() => this.alarm.run(), () => ladder.run(), () => this.openTasks(), () => this.watchForStaff(), () => this.deadlines.run());
    return this;
  }

  /** Run work that a person can cancel at an incident. False when that happened; nothing of it is under way then. */
  async unlessGivenUp(work: () => Promise<void>): Promise<boolean> {
    const scope = new CancellationScope();
    this.scope = scope;
    try {
      await scope.run(work);
      return true;
    } catch (error) {
      if (!scope.consideredCancelled && !(error instanceof StepCancelled)) throw error;
      await condition(() => this.steps.isIdle && this.tasks.isSettled);
      return false;
    } finally {
      this.scope = null;
    }
  }

  /**
   * Ask a person, unless something happens first that answers the question; the task is withdrawn then, and null comes back. Sending
   * the claim again from outside answers every question.
   */
  async askUnless(request: TaskRequest, isAnswered: () => boolean): Promise<CompletedTask | null> {
    const answered = () => this.isSentAgain || isAnswered();
    this.tasks.request(request);
    await condition(() => answered() || this.tasks.isDone(request.step));
    if (!answered()) return this.tasks.take(request.step);
    await condition(() => this.tasks.isSettled);
    await this.withdraw([request.step]);
    this.tasks.take(request.step);
    return null;
  }

  /** Wait for the payer, at most until a deadline (epoch milliseconds). */
  async wait(waitsFor: string, until: number, isThere: () => boolean): Promise<void> {
    this.deadline = until;
    this.waitsFor = waitsFor;
    await condition(() => isThere() || now() >= until);
    this.deadline = null;
    this.waitsFor = null;
  }

  hasAcknowledged(submissionId: string): boolean {
    return this.acknowledgements.has(submissionId);
  }

  hasRejected(submissionId: string): boolean {
    return this.acknowledgements.get(submissionId) === 'rejected';
  }

  get hasRemittance(): boolean {
    return this.remittances.length > 0;
  }

  takeRemittance(): Remitted | null {
    const remittance = this.remittances.shift() ?? null;
    this.isAdjudicated ||= remittance !== null;
    return remittance;
  }

  /** Staff have sent the claim again, and nothing has been done about it yet. */
  get isSentAgain(): boolean {
    return this.resubmission !== null;
  }

  /**
   * Start over if the claim was sent again: what the payer said before is no answer any more. What it says of the new submission stays: a
   * workflow that a restore has put back hears that in the same moment as the word that sends the claim again.
   */
  startOver(): void {
    if (!this.resubmission) return;
    const { after } = this.resubmission;
    const isNewer = ({ attempt }: Remitted) => attempt !== undefined && after !== undefined && attempt > after;
    this.attempts.startOver(this.resubmission);
    this.resubmission = null;
    this.remittances = hasChange('newer-answers-stay') ? this.remittances.filter(isNewer) : [];
    this.isWithPayer = false;
  }

  /** A mark to notice changes staff make to the claim outside its tasks. */
  get changeMark(): number {
    return this.changes;
  }

  /** Tell the journey how its claim stands. It may be closed already. */
  async tell(outcome: ClaimSettled['outcome']): Promise<void> {
    const { journeyWorkflowId, claimId } = this.input;
    if (this.told === outcome || !journeyWorkflowId) return;
    this.told = outcome;
    const settled: ClaimSettled = { claimId, outcome };
    await signalIfRunning(journeyWorkflowId, SIGNALS.claimSettled, settled);
  }

  /** Cancel these tasks in the record and forget them. */
  async withdraw(steps: readonly string[]): Promise<void> {
    const open = this.tasks.openTasks.filter(({ step }) => steps.includes(step));
    this.tasks.withdraw(steps);
    if (open.length === 0) return;
    const { workflowId } = workflowInfo();
    await this.steps.attempt(`withdraw-${open[0]?.step}`, (calls, at) => calls.cancelTasks({ ...at, workflowId, taskIds: open.map(({ taskId }) => taskId) }), { skipAs: { cancelled: 0 } });
  }

  /** 999 and 277CA come one after the other: a rejection after an acceptance stands, an acceptance after a rejection does not. */
  private hearAcknowledgement({ submissionId, accepted }: Acknowledged): void {
    if (this.acknowledgements.get(submissionId) !== 'rejected') this.acknowledgements.set(submissionId, accepted ? 'accepted' : 'rejected');
  }

  /** The same remittance twice counts once. A reversal takes money back and is no answer: the corrected one follows. */
  private hearRemittance(message: Remitted): void {
    if (this.heard.has(message.remittanceClaimId)) return;
    this.heard.add(message.remittanceClaimId);
    if (message.outcome === 'reversed') return;
    this.remittances.push(message);
    this.deadlines.set('appeal', message.appealBy);
  }

  /** A claim the payer has adjudicated cannot come too late; what it denied can be appealed too late while nobody has appealed. */
  private isThreatenedBy(deadline: ClaimDeadline): boolean {
    return deadline === 'appeal' ? this.isAdjudicated && !this.isWithPayer : !this.isAdjudicated && !this.isTakenIn;
  }

  private async openTasks(): Promise<never> {
    for (;;) {
      await condition(() => this.tasks.hasWanted);
      const [request] = this.tasks.startOpening(1);
      if (!request) continue;
      const { step, type, round, focusType, focusId, stuckCause } = request;
      const task = { workflowId: workflowInfo().workflowId, task: { step, type, round, focusType, focusId }, stuckCause: (stuckCause ?? type).slice(0, 40) };
      try {
        const { taskId, rungs } = await this.steps.attempt(`open-${step}`, (calls, at) => calls.openClaimTask({ ...at, claimId: this.input.claimId, task }));
        this.tasks.opened([{ step, type, taskId, rungs }]);
      } catch (error) {
        if (!(error instanceof StepCancelled)) throw error;
        this.tasks.opened([]);
      }
    }
  }

  /** When people have had their time and the claim still stands still, the journey need not wait for it. */
  private async watchForStaff(): Promise<void> {
    await condition(() => this.tasks.openTasks.some((task) => task.pausedAt === undefined && now() >= dueOf(task)) || (this.troubleTold() ?? Infinity) <= now());
    if (this.told === null) await this.tell('claim-with-staff');
  }

  private troubleTold(): number | null {
    const { inTroubleSince } = this.steps;
    return inTroubleSince === null ? null : inTroubleSince + INCIDENT_PATIENCE_MS;
  }

  private assertCancellable(): void {
    if (this.isWithPayer || this.isAdjudicated || !this.scope) refuse('ActionNotPossible', 'The payer has this claim: the step can be tried again or held, not cancelled.');
  }

  private giveUp(): void {
    this.tasks.forgetWanted();
    this.steps.cancelOpen();
    this.scope?.cancel();
  }

  private progress(): WorkflowProgress {
    const openTasks = this.tasks.openTasks.map((task) => ({ step: task.step, taskId: task.taskId, type: task.type, openedAt: iso(task.openedAt), dueAt: iso(dueOf(task)) }));
    const [first] = openTasks;
    const waitingFor = this.steps.inTrouble ? 'incident' : (first?.type ?? this.waitsFor);
    const waitingUntil = first?.dueAt ?? (this.deadline === null ? null : iso(this.deadline));
    return { now: iso(now()), stage: null, waitingFor, waitingUntil, openTasks, ...this.steps.progress(), cancelled: null, outcome: this.told };
  }
}
