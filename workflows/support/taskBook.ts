import { condition } from '@temporalio/workflow';
import { isTaskType, type TaskTypeName, taskType } from '../../domain/tasks/types';
import { flowForm, validateForm } from '../../domain/tasks/validateForm';
import { type CompletedTask, type RungDelay, type TaskAnswer, type TaskPaused, type TaskResumed } from '../contracts/messages';
import { now } from './clock';
import { dueOf, type OpenTask, pausedTask, resumedTask, timesOf } from './openTask';
import { refuse } from './refusal';

/** A task the pathway asks people to do. `step` is unique within the workflow: it makes one task, once. */
export interface TaskRequest {
  readonly step: string;
  readonly type: TaskTypeName;
  /** Which orders, doses or charges it is about. */
  readonly round?: number;
  readonly focusType?: string;
  readonly focusId?: string;
  /** Claims only: the cause under which the billing desk lists the stuck claim. */
  readonly stuckCause?: string;
}

interface Asked extends TaskRequest {
  readonly askedAt: number;
}

/** Plain JSON for continue-as-new. */
export interface TaskBookState {
  readonly open: readonly OpenTask[];
  readonly done: readonly (CompletedTask & { readonly step: string })[];
  readonly answered: readonly { readonly taskId: string; readonly version: number }[];
}

/** Repeats come within minutes, from a relay that was cut off; this many answers bridge them at any pace of work. */
const ANSWERS_KEPT = 200;

/**
 * The human tasks of one workflow: asked for, in an inbox, done. A completion arrives as an Update because its sender must know
 * that the workflow has it; the Update only stores it, and whoever asked for the task goes on from there.
 */
export class TaskBook {
  private wanted: Asked[] = [];
  private opening: readonly Asked[] = [];
  private readonly open = new Map<string, OpenTask>();
  private readonly done = new Map<string, CompletedTask>();
  private readonly early = new Map<string, CompletedTask>();
  /** Holds and resumptions of tasks whose ID is still on its way. */
  private readonly earlyNews = new Map<string, TaskPaused | TaskResumed>();
  private answered: { taskId: string; version: number }[] = [];
  /** How many completions have come in: a loop that saw another number has news to look at. */
  completions = 0;

  constructor(state?: TaskBookState) {
    for (const task of state?.open ?? []) this.open.set(task.step, task);
    for (const { step, ...completed } of state?.done ?? []) this.done.set(step, completed);
    this.answered = [...(state?.answered ?? [])];
  }

  /** Ask for a task. Asking again for the same step is the same task, also after continue-as-new. */
  request(request: TaskRequest): void {
    if (this.isUnderWay(request.step) || this.done.has(request.step)) return;
    this.wanted.push({ ...request, askedAt: now() });
  }

  /** Ask for a task and wait until a person has done it. */
  async ask(request: TaskRequest): Promise<CompletedTask> {
    this.request(request);
    await condition(() => this.done.has(request.step));
    return this.take(request.step) as CompletedTask;
  }

  /** The completion of a step, once; null while it is not there. */
  take(step: string): CompletedTask | null {
    const completed = this.done.get(step) ?? null;
    this.done.delete(step);
    return completed;
  }

  isDone(step: string): boolean {
    return this.done.has(step);
  }

  /** Take every completion of a type, whichever step asked for it. */
  takeAll(type: TaskTypeName): readonly CompletedTask[] {
    const taken = [...this.done].filter(([, completed]) => completed.type === type);
    for (const [step] of taken) this.done.delete(step);
    return taken.map(([, completed]) => completed);
  }

  /** Asked for, and not done yet. */
  isUnderWay(step: string): boolean {
    return this.open.has(step) || [...this.wanted, ...this.opening].some((request) => request.step === step);
  }

  get openTasks(): readonly OpenTask[] {
    return [...this.open.values()];
  }

  /** Types of everything people are asked for, in an inbox or on the way to one, with the time each is due. */
  get underWay(): readonly { readonly step: string; readonly type: TaskTypeName; readonly dueAt: number }[] {
    const coming = [...this.opening, ...this.wanted].map(({ step, type, askedAt }) => ({ step, type, dueAt: dueOf({ type, openedAt: askedAt }) }));
    return [...this.openTasks.map((task) => ({ step: task.step, type: task.type, dueAt: dueOf(task) })), ...coming];
  }

  /** A person has finished something, and the pathway has not looked at it yet. */
  get hasNews(): boolean {
    return this.done.size > 0;
  }

  get hasWanted(): boolean {
    return this.wanted.length > 0;
  }

  /** Nothing is on its way into an inbox. */
  get isSettled(): boolean {
    return this.wanted.length === 0 && this.opening.length === 0;
  }

  /** Take what is asked for, to open it; `opened` ends the opening. */
  startOpening(limit = Number.POSITIVE_INFINITY): readonly TaskRequest[] {
    this.opening = this.wanted.slice(0, limit);
    this.wanted = this.wanted.slice(limit);
    return this.opening;
  }

  /** The record has opened these tasks. Completions that were faster than this news count now; where nobody can be asked any more (`taskId` null) the step is over, with nothing found. */
  opened(tasks: readonly { readonly step: string; readonly taskId: string | null; readonly type: TaskTypeName; readonly rungs?: readonly RungDelay[] | undefined }[]): void {
    for (const { step, taskId, type, rungs } of tasks) {
      const asked = this.opening.find((request) => request.step === step);
      if (taskId === null) {
        this.done.set(step, { taskId: '', type, version: 0, values: {}, facts: {} });
        this.completions += 1;
        continue;
      }
      const openedAt = asked?.askedAt ?? now();
      this.open.set(step, { step, taskId, type, openedAt, rungsFired: 0, ...(rungs ? { rungs: timesOf(rungs, openedAt) } : {}) });
      const news = this.earlyNews.get(taskId);
      if (news) this.hearClock(news);
      const completed = this.early.get(taskId);
      if (completed) this.close(step, completed);
    }
    this.opening = [];
    this.early.clear();
    this.earlyNews.clear();
  }

  /** Drop what is only asked for. */
  forgetWanted(): void {
    this.wanted = [];
  }

  /** Drop completions nobody waits for any more, except of types that are asked for again. */
  forgetNews(except: readonly TaskTypeName[]): void {
    for (const [step, { type }] of this.done) if (!except.includes(type)) this.done.delete(step);
  }

  /** These tasks are no longer needed; a completion still on its way is refused as closed. */
  withdraw(steps: readonly string[]): void {
    for (const step of steps) this.open.delete(step);
    this.wanted = this.wanted.filter((request) => !steps.includes(request.step));
  }

  rungFired(step: string): void {
    const task = this.open.get(step);
    if (task) this.open.set(step, { ...task, rungsFired: task.rungsFired + 1 });
  }

  /** The record has the task on hold (as of `version`): the rung did not fire, and fires when the clock has run on. */
  rungWithheld(step: string, version: number): void {
    const task = this.open.get(step);
    if (!task) return;
    const asBefore = { ...task, rungsFired: task.rungsFired - 1 };
    this.open.set(step, pausedTask(asBefore, { taskId: task.taskId, version, resumeAfterMs: null }));
  }

  /** A task's clock stands, or runs again. News that came before it is no news. */
  hearClock(news: TaskPaused | TaskResumed): void {
    const task = this.openTasks.find(({ taskId }) => taskId === news.taskId);
    if (!task && this.opening.length > 0) this.earlyNews.set(news.taskId, news);
    if (!task) return;
    this.open.set(task.step, 'rungs' in news ? resumedTask(task, news) : pausedTask(task, news));
  }

  /** The time has come to take a task off hold, and the workflow sees to it (`rungs` null: a person was faster and says so). */
  heldEnough(step: string, rungs: readonly RungDelay[] | null): void {
    const task = this.open.get(step);
    if (task?.pausedAt === undefined) return;
    const { resumeAt: _, ...waiting } = task;
    this.open.set(step, rungs ? resumedTask(task, { taskId: task.taskId, version: task.clockVersion ?? 0, rungs }) : waiting);
  }

  /** The Update's validator. What the API has checked is checked again: the workflow branches on it. */
  validate(completed: CompletedTask): void {
    if (this.isRepeat(completed)) return;
    if (!isTaskType(completed.type)) refuse('WrongTaskType', 'There is no such type of task.');
    const task = this.openTasks.find(({ taskId }) => taskId === completed.taskId);
    if (!task) {
      if (this.answered.some(({ taskId }) => taskId === completed.taskId)) refuse('ClosedTask', 'This task is done already.');
      if (!this.mayBeOpening(completed)) refuse('UnknownTask', 'No such task is open here.');
    } else if (task.type !== completed.type) refuse('WrongTaskType', `This task is ${task.type}.`);
    const outcome = validateForm(flowForm(taskType(completed.type).form), completed.values);
    if (!outcome.ok) refuse('InvalidForm', outcome.problems.map(({ field }) => field).join(', '));
  }

  /** The Update's handler: store and answer. */
  complete(completed: CompletedTask): TaskAnswer {
    const answer: TaskAnswer = { taskId: completed.taskId, version: completed.version, accepted: true };
    if (this.isRepeat(completed)) return answer;
    const task = this.openTasks.find(({ taskId }) => taskId === completed.taskId);
    if (task) this.close(task.step, completed);
    else this.early.set(completed.taskId, completed);
    return answer;
  }

  state(): TaskBookState {
    return { open: this.openTasks, done: [...this.done].map(([step, completed]) => ({ ...completed, step })), answered: this.answered };
  }

  private close(step: string, completed: CompletedTask): void {
    this.open.delete(step);
    this.done.set(step, completed);
    this.completions += 1;
    this.answered = [...this.answered.slice(1 - ANSWERS_KEPT), { taskId: completed.taskId, version: completed.version }];
  }

  private isRepeat({ taskId, version }: CompletedTask): boolean {
    return this.early.get(taskId)?.version === version || this.answered.some((one) => one.taskId === taskId && one.version === version);
  }

  /**
   * The record commits a task before the workflow hears of its ID. When that answer is lost or slow, a person can finish the
   * task first: such a completion waits for the ID instead of being refused.
   */
  private mayBeOpening({ type }: CompletedTask): boolean {
    return this.opening.some((request) => request.type === type);
  }
}
