import { setHandler } from '@temporalio/workflow';
import { type News2Risk, needsUrgentReview, observationIntervalMs } from '../../domain/clinical/news2';
import { type FormValue } from '../../domain/tasks/form';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { now } from '../support/clock';
import { hasChange } from '../support/generation';
import { type Journey } from '../support/journey';
import { vitalsRecordedSignal, vitalsWithdrawnSignal } from '../support/messages';
import { type CareStrand } from './strand';

const step = (round: number) => `observation-round-${round}`;
const reviewStep = (review: number) => `review-deterioration-${review}`;
const emergencyStep = (emergency: number) => `emergency-response-${emergency}`;

/** Without a score the patient is seen as one with a low one: four hours (NEWS2 chart 4, total 1 to 4). */
const UNSCORED_MS = 4 * HOUR_MS;

/**
 * Observations from the first assessment until discharge is decided: each score sets when the next are due. The clock starts
 * anew when a round is done, so an overdue round is escalated, never doubled.
 */
export const observations: CareStrand = {
  wait: 'next-observations',
  advance(journey) {
    takeReviews(journey);
    const done = journey.tasks.take(step(journey.care.observations.round));
    if (done) noteScore(journey, done.facts);
    askForRound(journey);
    return dropCalls(journey);
  },
  dueAt: ({ care, tasks }) => (care.discharge.decided || tasks.isUnderWay(step(care.observations.round)) ? null : care.observations.dueAt),
};

function askForRound(journey: Journey): void {
  const { care, tasks } = journey;
  const due = observations.dueAt(journey);
  if (due === null || due > now()) return;
  care.observations.round += 1;
  tasks.request({ step: step(care.observations.round), type: 'observation-round', round: care.observations.round });
}

/** A new score: when the next observations are due, and whether a clinician has to come now. */
export function noteScore(journey: Journey, facts: Readonly<Record<string, FormValue>>): void {
  const { care } = journey;
  const { news2: total, risk } = facts;
  const score = typeof risk === 'string' ? { total: typeof total === 'number' ? total : null, risk: risk as News2Risk } : null;
  // Part of a set says too little to wait longer than the last whole one allowed; what it already comes to can only rise.
  const saysTooLittle = facts['complete'] === false && (score === null || !needsUrgentReview(score));
  if (!saysTooLittle) care.news2 = score;
  care.observations.dueAt = now() + (care.news2 ? observationIntervalMs(care.news2) : UNSCORED_MS);
  if (!saysTooLittle) callForHelp(journey);
}

/** Observations come in outside a round as well: they plan the next one and call for help like any other. */
export function listenToBedside(journey: Journey): void {
  setHandler(vitalsRecordedSignal, ({ messageId, news2, risk, complete }) => {
    const { care } = journey;
    if (care.heard === messageId || journey.hasLeft || journey.cancelled) return;
    care.heard = messageId;
    care.news += 1;
    noteScore(journey, { news2, risk, ...(complete ? {} : { complete }) });
  });
}

/** What was entered in error planned a round and called for help: both go by what stands. */
export function listenToCorrections(journey: Journey): void {
  setHandler(vitalsWithdrawnSignal, ({ messageId, news2, risk, nextInMs, calls }) => {
    const { care } = journey;
    if (care.heard === messageId || journey.hasLeft || journey.cancelled) return;
    care.heard = messageId;
    care.news += 1;
    care.news2 = news2 === null || risk === null ? null : { total: news2, risk: risk as News2Risk };
    care.observations.dueAt = now() + nextInMs;
    care.callsWithdrawn = !calls;
  });
}

/** From 7 the emergency response, below it a review: one call of each kind at a time, and no review beside an emergency. */
function callForHelp({ care, tasks }: Journey): void {
  if (!care.news2 || !needsUrgentReview(care.news2) || tasks.isUnderWay(emergencyStep(care.emergencies))) return;
  if (care.news2.risk === 'high' && hasChange('emergency-response')) {
    care.emergencies += 1;
    return tasks.request({ step: emergencyStep(care.emergencies), type: 'emergency-response', round: care.emergencies });
  }
  if (tasks.isUnderWay(reviewStep(care.reviews))) return;
  care.reviews += 1;
  tasks.request({ step: reviewStep(care.reviews), type: 'review-deterioration', round: care.reviews });
}

function dropCalls(journey: Journey): Promise<void> | void {
  const { care } = journey;
  if (!care.callsWithdrawn) return dropLesserCall(journey);
  care.callsWithdrawn = false;
  return journey.cancelTasks([reviewStep(care.reviews), emergencyStep(care.emergencies)]);
}

/** The emergency team sees the patient: nobody has to review the same deterioration beside it. */
function dropLesserCall(journey: Journey): Promise<void> | void {
  const { care, tasks } = journey;
  const lesser = reviewStep(care.reviews);
  if (care.emergencies > 0 && tasks.isUnderWay(emergencyStep(care.emergencies)) && tasks.isUnderWay(lesser)) return journey.cancelTasks([lesser]);
}

/** Who has seen the patient may ask for observations sooner than the score does: the loop closes with them. */
function takeReviews({ care, tasks }: Journey): void {
  for (const { values } of [...tasks.takeAll('review-deterioration'), ...tasks.takeAll('emergency-response')]) {
    const minutes = values['observeInMinutes'];
    if (typeof minutes === 'number') care.observations.dueAt = Math.min(care.observations.dueAt ?? Infinity, now() + minutes * MINUTE_MS);
  }
}
