import { type Stage } from '../journey/stages';

/** One stage or task as it went; times in epoch milliseconds. */
export interface ObservedActivity {
  readonly code: string;
  readonly startedAt: number;
  /** Null: not over yet. */
  readonly endedAt: number | null;
  /** When it had to be over, where the record says so. */
  readonly dueAt: number | null;
}

export interface ObservedJourney {
  /** Stages the journey has come through. */
  readonly passed: readonly Stage[];
  /** Somebody ended the stay early: what had not begun by then was not left out. */
  readonly endedEarly: boolean;
  /** Activities that somebody decided to do without. */
  readonly letPass: readonly string[];
  readonly activities: readonly ObservedActivity[];
}
