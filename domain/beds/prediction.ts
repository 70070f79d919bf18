import { DAY_MS, HOUR_MS } from '../time';

/** What is known of a stay when somebody asks when its bed becomes free. */
export interface StayToPredict {
  readonly admittedAt: Date;
  /** Null: no physician has planned the stay yet. */
  readonly plannedHours: number | null;
  readonly isLeaving: boolean;
  readonly news2: number | null;
  /** Titles of open tasks that discharge waits for. */
  readonly waitsFor: readonly string[];
}

export const CONFIDENCE_LABELS = { likely: 'Likely', possible: 'Possible', unlikely: 'Unlikely' } as const;
export type Confidence = keyof typeof CONFIDENCE_LABELS;

export interface Prediction {
  /** Null: nothing to go by. */
  readonly at: Date | null;
  readonly confidence: Confidence;
  /** Why, in sentences a nurse can check. */
  readonly because: readonly string[];
}

/** Hours a decided discharge still takes: one to leave, one for each branch that is open. */
const LEAVING_HOURS = 1;
/** A plan that has passed without a decision is not to be trusted within a round of the ward. */
const OVERDUE_HOURS = 6;

/**
 * When the patient is likely to leave the bed: from the planned end of the stay and from how it stands now. A high NEWS2 (5 and
 * more asks for an urgent review, 7 and more for an emergency one, RCP 2017) moves the end away, whatever was planned.
 */
export function predictDischarge(stay: StayToPredict, now: Date): Prediction {
  if (stay.isLeaving) return leaving(stay, now);
  if (stay.plannedHours === null) return { at: null, confidence: 'unlikely', because: ['No end of the stay is planned yet.'] };
  const planned = new Date(stay.admittedAt.getTime() + stay.plannedHours * HOUR_MS);
  const because = [`${stay.plannedHours} hours were planned.`];
  const wait = illness(stay.news2);
  if (wait) {
    const at = later(planned, new Date(now.getTime() + wait.hours * HOUR_MS));
    return { at, confidence: 'unlikely', because: [...because, `NEWS2 is ${stay.news2}: ${wait.words}.`] };
  }
  if (planned.getTime() <= now.getTime()) {
    return { at: new Date(now.getTime() + OVERDUE_HOURS * HOUR_MS), confidence: 'possible', because: [...because, 'That time has passed and nobody has decided on discharge.'] };
  }
  const isSoon = planned.getTime() - now.getTime() <= DAY_MS;
  return { at: planned, confidence: isSoon ? 'likely' : 'possible', because: [...because, ...(isSoon ? ['Nothing in the record stands against it.'] : ['It is more than a day away.'])] };
}

function leaving({ waitsFor }: StayToPredict, now: Date): Prediction {
  const at = new Date(now.getTime() + (LEAVING_HOURS + waitsFor.length) * HOUR_MS);
  return { at, confidence: 'likely', because: ['Discharge is decided.', waitsFor.length > 0 ? `Waits for: ${waitsFor.join(', ')}.` : 'Only the departure is left.'] };
}

function illness(news2: number | null): { hours: number; words: string } | null {
  if (news2 === null || news2 < 5) return null;
  return news2 >= 7 ? { hours: 48, words: 'too unwell to leave within two days' } : { hours: 24, words: 'too unwell to leave today' };
}

function later(one: Date, other: Date): Date {
  return one.getTime() > other.getTime() ? one : other;
}
