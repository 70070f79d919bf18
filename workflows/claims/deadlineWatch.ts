import { condition } from '@temporalio/workflow';
import { type ClaimDeadline, WARNING_DAYS } from '../../domain/claims/deadlines';
import { DAY_MS } from '../../domain/time';
import { type AlarmSource } from '../support/alarmClock';
import { epochMs, now } from '../support/clock';
import { type StepDesk } from '../support/stepDesk';

interface Watched {
  readonly on: string;
  /** Warnings given, from the first. */
  given: number;
}

/**
 * The deadlines of one claim as durable timers. Each warning is recorded once, and none ends the work. A deadline counts only while
 * it threatens: a claim the payer has taken in cannot miss its filing limit, an appeal under way not its last day. Coming late to a
 * deadline, only the most pressing of the warnings due is given.
 */
export class DeadlineWatch {
  private readonly watched = new Map<ClaimDeadline, Watched>();

  constructor(private readonly claimId: string, private readonly steps: StepDesk, private readonly threatens: (deadline: ClaimDeadline) => boolean) {}

  /** The record's word on a deadline; null or nothing: there is none. Another date starts its warnings anew. */
  set(deadline: ClaimDeadline, on: string | null | undefined): void {
    if (!on) this.watched.delete(deadline);
    else if (this.watched.get(deadline)?.on !== on) this.watched.set(deadline, { on, given: 0 });
  }

  readonly alarm: AlarmSource = () => {
    const ahead = [...this.watched].flatMap(([deadline, watched]) => (this.threatens(deadline) ? timesOf(watched.on).slice(watched.given).filter((at) => at > now()) : []));
    return ahead.length > 0 ? Math.min(...ahead) : null;
  };

  /** Runs as long as the workflow. */
  async run(): Promise<never> {
    for (;;) {
      await condition(() => this.due() !== null);
      const due = this.due();
      if (!due) continue;
      const { deadline, watched, reached } = due;
      watched.given = reached;
      const daysLeft = WARNING_DAYS[reached - 1] ?? 0;
      await this.steps.insist(`deadline-${deadline}-${watched.on}-${daysLeft}`, (calls, at) => calls.warnOfDeadline({ ...at, claimId: this.claimId, warning: { deadline, on: watched.on, daysLeft } }));
    }
  }

  private due(): { deadline: ClaimDeadline; watched: Watched; reached: number } | null {
    for (const [deadline, watched] of this.watched) {
      const reached = timesOf(watched.on).filter((at) => at <= now()).length;
      if (reached > watched.given && this.threatens(deadline)) return { deadline, watched, reached };
    }
    return null;
  }
}

/** When each warning is due: at the start of the day it names, UTC. */
function timesOf(on: string): number[] {
  return WARNING_DAYS.map((days) => epochMs(`${on}T00:00:00Z`) - days * DAY_MS);
}
