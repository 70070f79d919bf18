import { CancellationScope, condition, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { type CompletedTask, type ErrandChange, type RungDelay, SIGNALS, type WorkflowProgress } from '../contracts/messages';
import { AlarmClock } from './alarmClock';
import { runBeside } from './beside';
import { iso, now } from './clock';
import { hasChange } from './generation';
import { completeTaskUpdate, progressQuery, resolveIncidentUpdate, taskPausedSignal, taskResumedSignal } from './messages';
import { dueOf } from './openTask';
import { SlaLadder } from './slaLadder';
import { StepCancelled, StepDesk, type StepAct } from './stepDesk';
import { TaskBook, type TaskRequest } from './taskBook';

const errandChangedSignal = defineSignal<[ErrandChange]>(SIGNALS.errandChanged);

/** How the record opens one task of this errand, with rungs of its own when it has a date of its own; null: the errand has ended there, and nobody is asked. */
export type OpenTask = (request: TaskRequest & { readonly workflowId: string }) => StepAct<{ readonly taskId: string | null; readonly rungs?: readonly RungDelay[] | undefined }>;

/**
 * Something short that people do for a bed, apart from any journey: a few tasks with their ladder, a time to wait for, and a word
 * from the record when it is over. Nothing of it makes a journey wait.
 */
export class Errand {
  readonly tasks = new TaskBook();
  readonly steps: StepDesk;
  private readonly alarm: AlarmClock;
  private readonly heard = new Set<string>();
  private deadline: number | null = null;
  private waitsFor: string | null = null;
  private isOver = false;
  /** How often the bed that was kept has been given back by the clock. */
  expiries = 0;

  constructor(private readonly openTask: OpenTask | null = null) {
    this.steps = new StepDesk({ journeyId: null, claimId: null, assertCancellable: () => undefined, cancel: () => this.giveUp() });
    this.alarm = new AlarmClock(() => this.steps.isIdle && this.tasks.isSettled && this.tasks.openTasks.length === 0);
  }

  /** Take messages and start what runs beside. Before anything else, so that no early message is missed. */
  open(): this {
    const ladder = new SlaLadder(this.tasks, this.steps);
    setHandler(completeTaskUpdate, (task) => this.tasks.complete(task), { validator: (task) => this.tasks.validate(task) });
    setHandler(resolveIncidentUpdate, (resolution) => this.steps.resolve(resolution), { validator: (resolution) => this.steps.validate(resolution) });
    setHandler(taskPausedSignal, (news) => this.tasks.hearClock(news));
    setHandler(taskResumedSignal, (news) => this.tasks.hearClock(news));
    setHandler(errandChangedSignal, (message) => this.hear(message));
    setHandler(progressQuery, () => this.progress());
    for (const source of [ladder.alarm, this.steps.alarm, () => this.deadline]) this.alarm.addSource(source);
    runBeside(() => this.alarm.run(), () => ladder.run(), () => this.openTasks());
    return this;
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Ask people; null when the errand ended, or something else answered the question first. */
  async ask(request: TaskRequest, answered: () => boolean = () => false): Promise<CompletedTask | null> {
    this.tasks.request(request);
    await condition(() => this.isOver || answered() || this.tasks.isDone(request.step));
    if (this.tasks.isDone(request.step)) return this.tasks.take(request.step);
    await this.withdraw();
    return null;
  }

  /** Wait for a time (epoch milliseconds) or the end of the errand, whichever comes first. */
  async waitUntil(at: number, waitsFor: string): Promise<void> {
    this.deadline = at;
    this.waitsFor = waitsFor;
    await condition(() => this.isOver || now() >= at);
    this.deadline = null;
    this.waitsFor = null;
  }

  /** Nobody is asked any more. What was on its way into an inbox when the word came is taken out again. */
  private async withdraw(): Promise<void> {
    await condition(() => this.tasks.isSettled);
    const { openTasks } = this.tasks;
    if (openTasks.length === 0) return;
    this.tasks.withdraw(openTasks.map(({ step }) => step));
    const { workflowId } = workflowInfo();
    await this.steps.attempt(`withdraw-${openTasks[0]?.step}`, (calls, at) => calls.cancelTasks({ ...at, workflowId, taskIds: openTasks.map(({ taskId }) => taskId) }), { skipAs: { cancelled: 0 } });
  }

  private hear({ messageId, change }: ErrandChange): void {
    if (this.heard.has(messageId)) return;
    this.heard.add(messageId);
    if (change === 'ended') this.isOver = true;
    else this.expiries += 1;
  }

  private async openTasks(): Promise<never> {
    const { workflowId } = workflowInfo();
    for (;;) {
      await condition(() => this.tasks.hasWanted);
      const [request] = this.tasks.startOpening(1);
      if (!request || !this.openTask) continue;
      const { step, type } = request;
      try {
        const { taskId, rungs } = await this.steps.attempt(`open-${step}`, this.openTask({ ...request, workflowId }));
        this.tasks.opened(taskId === null ? [] : [{ step, type, taskId, rungs }]);
        // No word from the record need follow: what it had to say, it has said.
        if (taskId === null && hasChange('nobody-asked-ends')) this.isOver = true;
      } catch (error) {
        if (!(error instanceof StepCancelled)) throw error;
        this.tasks.opened([]);
      }
    }
  }

  /** A person gave up a step that could not go on: the errand is over. */
  private giveUp(): void {
    this.isOver = true;
    this.tasks.forgetWanted();
    this.steps.cancelOpen();
  }

  private progress(): WorkflowProgress {
    const openTasks = this.tasks.openTasks.map((task) => ({ step: task.step, taskId: task.taskId, type: task.type, openedAt: iso(task.openedAt), dueAt: iso(dueOf(task)) }));
    const waitingFor = this.steps.inTrouble ? 'incident' : (openTasks[0]?.type ?? this.waitsFor);
    const waitingUntil = openTasks[0]?.dueAt ?? (this.deadline === null ? null : iso(this.deadline));
    return { now: iso(now()), stage: null, waitingFor, waitingUntil, openTasks, ...this.steps.progress(), cancelled: null, outcome: null };
  }
}

/** Run an errand to its end; a request to cancel the workflow does not tear it out half done. */
export async function runErrand(errand: Errand, work: (errand: Errand) => Promise<void>): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    errand.open();
    try {
      await work(errand);
    } catch (error) {
      if (!(error instanceof StepCancelled)) throw error;
    }
    await condition(() => errand.steps.isIdle && errand.tasks.isSettled);
  });
}
