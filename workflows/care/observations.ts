import { type News2Risk, needsUrgentReview, observationIntervalMs } from '../../domain/clinical/news2';
import { type FormValue } from '../../domain/tasks/form';
import { HOUR_MS } from '../../domain/time';
import { now } from '../support/clock';
import { type Journey } from '../support/journey';
import { type CareStrand } from './strand';

const step = (round: number) => `observation-round-${round}`;
const reviewStep = (review: number) => `review-deterioration-${review}`;

/** Without a score the patient is seen as one with a low one: four hours (NEWS2 chart 4, total 1 to 4). */
const UNSCORED_MS = 4 * HOUR_MS;

/**
 * Observations from the first assessment until discharge is decided: each score sets when the next are due. The clock starts
 * anew when a round is done, so an overdue round is escalated, never doubled.
 */
export const observations: CareStrand = {
  wait: 'next-observations',
  advance(journey) {
    const { care, tasks } = journey;
    tasks.takeAll('review-deterioration');
    const done = tasks.take(step(care.observations.round));
    if (done) noteScore(journey, done.facts);
    const due = observations.dueAt(journey);
    if (due === null || due > now()) return;
    care.observations.round += 1;
    tasks.request({ step: step(care.observations.round), type: 'observation-round', round: care.observations.round });
  },
  dueAt: ({ care, tasks }) => (care.discharge.decided || tasks.isUnderWay(step(care.observations.round)) ? null : care.observations.dueAt),
};

/** A new score: when the next observations are due, and whether a clinician has to come now. */
export function noteScore(journey: Journey, facts: Readonly<Record<string, FormValue>>): void {
  const { care, tasks } = journey;
  const { news2: total, risk } = facts;
  care.news2 = typeof total === 'number' && typeof risk === 'string' ? { total, risk: risk as News2Risk } : null;
  care.observations.dueAt = now() + (care.news2 ? observationIntervalMs(care.news2) : UNSCORED_MS);
  if (!care.news2 || !needsUrgentReview(care.news2) || tasks.isUnderWay(reviewStep(care.reviews))) return;
  care.reviews += 1;
  tasks.request({ step: reviewStep(care.reviews), type: 'review-deterioration', round: care.reviews });
}
