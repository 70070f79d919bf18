import { type z } from 'zod';
import { contract } from '../api/client';
import { type ActivityDeps, type InStep, performStep } from './performStep';

export type PatientMessage = z.input<typeof contract.notifyPatient.body>;
export type ClosedAs = z.input<typeof contract.closeJourney.body>['outcome'];

/** The patient after the stay, and the end of the journey. */
export function createFollowUpActivities({ api }: ActivityDeps) {
  return {
    /** Tell the patient something, once per event and channel. */
    notifyPatient: ({ step, encounterId, message }: InStep & { encounterId: string; message: PatientMessage }) =>
      performStep(step, (options) => api.call(contract.notifyPatient, { params: { encounterId }, body: message, ...options })),
    /** Close the journey; the first outcome stands. A run that is done again may come with a later one: a repeat, and no misuse of the step's key. */
    closeJourney: ({ step, journeyId, outcome }: InStep & { journeyId: string; outcome: ClosedAs }) =>
      performStep(step, (options) => api.call(contract.closeJourney, { params: { journeyId }, body: { outcome }, ...options }), outcome),
  };
}
