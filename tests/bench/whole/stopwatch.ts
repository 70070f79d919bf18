import { type Spread, spreadOf } from './stats';

/** What one run of journeys took, seen from outside. */
export class Stopwatch {
  private readonly completions: number[] = [];
  private readonly advances: number[] = [];
  private readonly lags: number[] = [];
  private readonly last = new Map<string, { at: number; isShown: boolean; isFollowed: boolean }>();
  private readonly begun = new Set<string>();
  skips = 0;

  /** Somebody is about to complete this task: what is announced of it is no news. */
  completing(taskId: string): void {
    this.begun.add(taskId);
  }

  /** A person has their answer. */
  completed(journeyId: string, started: number, ended: number): void {
    this.completions.push(ended - started);
    this.last.set(journeyId, { at: ended, isShown: false, isFollowed: false });
  }

  /** The record has told open pages of a journey, and of these tasks. The announcement of a completion is none of the workflow's, and comes before the answer. */
  heard(journeyId: string, taskIds: readonly string[]): void {
    const last = this.last.get(journeyId);
    const next = taskIds.filter((taskId) => !this.begun.has(taskId));
    if (!last || (taskIds.length > 0 && next.length === 0)) return;
    const ms = performance.now() - last.at;
    if (!last.isShown) this.lags.push(ms);
    last.isShown = true;
    if (next.length === 0 || last.isFollowed) return;
    last.isFollowed = true;
    this.advances.push(ms);
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
    return { completeTaskMs: spreadOf(this.completions), advanceMs: spreadOf(this.advances), projectionLagMs: spreadOf(this.lags) };
  }
}
