import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';
import { now } from './clock';

/** Says when it next needs the workflow to wake up, in epoch milliseconds; null for never. */
export type AlarmSource = () => number | null;

/**
 * One timer per workflow wakes it for everything that is due: escalations, rounds, deadlines. Whoever waits for a time writes
 * `condition(() => now() >= dueAt)` and registers a source; the alarm only sees to it that the workflow is awake then.
 *
 * Every timer costs events and a workflow task, so it is re-armed lazily: when an earlier time appears, and never for a
 * deadline that merely went away (the timer then rings once for nothing, or turns out to be early enough for the next one).
 * When people hold nothing and only time is waited for (`mayRelax`), a timer that is too early is replaced: two events instead
 * of a useless wake-up.
 */
export class AlarmClock {
  private readonly sources: AlarmSource[] = [];
  private armedFor: number | null = null;
  private timer: CancellationScope | null = null;

  constructor(private readonly mayRelax: () => boolean) {}

  addSource(source: AlarmSource): void {
    this.sources.push(source);
  }

  /** Runs as long as the workflow. Start it at the root, so that no cancelled scope takes the timer with it. */
  async run(): Promise<never> {
    for (;;) {
      await condition(() => this.isMisarmed());
      this.rearm();
    }
  }

  /** The earliest time ahead; what is due already is being seen to by those who wait for it. */
  private next(): number | null {
    const from = now();
    let earliest: number | null = null;
    for (const source of this.sources) {
      const at = source();
      if (at !== null && at > from && (earliest === null || at < earliest)) earliest = at;
    }
    return earliest;
  }

  private isMisarmed(): boolean {
    const next = this.next();
    if (this.armedFor === null) return next !== null;
    if (next !== null && next < this.armedFor) return true;
    return this.mayRelax() && next !== this.armedFor && this.armedFor > now();
  }

  private rearm(): void {
    this.timer?.cancel();
    this.timer = null;
    this.armedFor = this.next();
    if (this.armedFor === null) return;
    const wait = this.armedFor - now();
    const timer = new CancellationScope();
    this.timer = timer;
    void timer.run(() => sleep(wait)).then(() => this.ring(timer), ignoreCancellation);
  }

  private ring(timer: CancellationScope): void {
    if (this.timer !== timer) return;
    this.timer = null;
    this.armedFor = null;
  }
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
