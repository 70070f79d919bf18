import { type Wait } from '../../domain/journey/waits';
import { type Journey } from '../support/journey';

/** One strand of a patient's care: it takes in what people have done, asks for what is due, and says when it is due next. */
export interface CareStrand {
  /** What the journey waits for when only this strand's time is awaited. */
  readonly wait: Wait | null;
  advance(journey: Journey): Promise<void> | void;
  /** Epoch milliseconds; null: nothing is due by time (a person's task may still be open). */
  dueAt(journey: Journey): number | null;
}
