import { type ResubmissionAsked } from '../contracts/moneyMessages';

/**
 * Names what is done more than once to a claim. Steps of a later life have names of their own: their keys must not meet earlier ones. Once
 * it was sent again, names tell which word asked for that, and count from there: a workflow that a restore has put back hears several such
 * words at once, and meets in the record what was done about the last, not about those between.
 */
export class Attempts {
  private submissions = 0;
  private settlements = 0;
  private askedAt: number | undefined;

  constructor(private life: number) {}

  /** Another attempt at the same claim. */
  next(): void {
    this.submissions += 1;
  }

  /** The attempt under way begins anew for a claim that was sent again. Messages of old do not tell one word from another. */
  startOver({ life, version }: ResubmissionAsked): void {
    this.life = life;
    if (version === undefined) return;
    this.askedAt = version;
    this.submissions = 1;
  }

  get submission(): string {
    return this.askedAt === undefined ? this.ofLife(this.submissions) : `v${this.askedAt}.${this.submissions}`;
  }

  /** Of the settlement that follows. An attempt comes to at most one. */
  settlement(): string {
    if (this.askedAt !== undefined) return this.submission;
    this.settlements += 1;
    return this.ofLife(this.settlements);
  }

  private ofLife(count: number): string {
    return this.life === 1 ? `${count}` : `${this.life}.${count}`;
  }
}
