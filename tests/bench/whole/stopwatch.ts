import { type Spread, spreadOf } from './stats';

/** The last of their strands: what comes next comes of the claim, in its own time, and not of them. */
const NOTHING_FOLLOWS: readonly string[] = ['clean-bed', 'book-follow-up'];

interface Timed {
  readonly taskType: string;
  readonly ms: number;
}

const timesOf = (all: readonly Timed[], taskType?: string): Spread => spreadOf(all.filter((one) => taskType === undefined || one.taskType === taskType).map(({ ms }) => ms));

/** What one run of journeys took, seen from outside. */
export class Stopwatch {
  private readonly completions: Timed[] = [];
  private readonly advances: Timed[] = [];
  private readonly lags: number[] = [];
  private readonly last = new Map<string, { taskType: string; at: number; isShown: boolean; isFollowed: boolean }>();
  private readonly begun = new Set<string>();
  skips = 0;

  /** Somebody is about to complete this task: what is announced of it is no news. */
  completing(taskId: string): void {
    this.begun.add(taskId);
  }

  /** A person has their answer. */
  completed(journeyId: string, taskType: string, started: number, ended: number): void {
    this.completions.push({ taskType, ms: ended - started });
    this.last.set(journeyId, { taskType, at: ended, isShown: false, isFollowed: false });
  }

  /** The record has told open pages of a journey, and of these tasks. The announcement of a completion is none of the workflow's, and comes before the answer. */
  heard(journeyId: string, taskIds: readonly string[]): void {
    const last = this.last.get(journeyId);
    const next = taskIds.filter((taskId) => !this.begun.has(taskId));
    if (!last || (taskIds.length > 0 && next.length === 0)) return;
    const ms = performance.now() - last.at;
    if (NOTHING_FOLLOWS.includes(last.taskType)) return;
    if (!last.isShown) this.lags.push(ms);
    last.isShown = true;
    if (next.length === 0 || last.isFollowed) return;
    last.isFollowed = true;
    this.advances.push({ taskType: last.taskType, ms });
  }

  /** The journey waited for time alone, which was made to pass: what comes next does not tell how fast the workflow moves on. */
  timePassed(journeyId: string): void {
    this.skips += 1;
    const last = this.last.get(journeyId);
    if (last) last.isFollowed = true;
  }

  get tasks(): number {
    return this.completions.length;
  }

  /** What the nurse waits for; from that answer until the journey's next task is in an inbox; until the board shows that the journey has moved. */
  spreads(): { completeTaskMs: Spread; advanceMs: Spread; projectionLagMs: Spread } {
    return { completeTaskMs: timesOf(this.completions), advanceMs: timesOf(this.advances), projectionLagMs: spreadOf(this.lags) };
  }

  /** The same for each type of task that was completed, those first after which the next one is longest in coming. */
  byType(): { taskType: string; tasks: number; completeTaskMs: Spread; advanceMs: Spread }[] {
    return [...new Set(this.completions.map(({ taskType }) => taskType))]
      .map((taskType) => ({ taskType, tasks: this.completions.filter((one) => one.taskType === taskType).length, completeTaskMs: timesOf(this.completions, taskType), advanceMs: timesOf(this.advances, taskType) }))
      .sort((a, b) => b.advanceMs.p50 - a.advanceMs.p50);
  }
}
