import { type z } from 'zod';
import { contract } from '../api/client';
import { type ActivityDeps, type InStep, performStep } from './performStep';

interface AtAuthorization extends InStep {
  readonly authorizationId: string;
}

export type AuthorizationNote = z.input<typeof contract.noteAuthorization.body>;

/** Prior authorisations, ours and the demonstration payer's side. */
export function createAuthorizationActivities({ api }: ActivityDeps) {
  return {
    /** Send the request to the payer (278). */
    requestAuthorization: ({ step, authorizationId }: AtAuthorization) =>
      performStep(step, (options) => api.call(contract.sendAuthorization, { params: { authorizationId }, ...options })),
    /** Silence, an expiry ahead, or the expiry itself. */
    noteAuthorization: ({ step, authorizationId, note }: AtAuthorization & { note: AuthorizationNote }) =>
      performStep(step, (options) => api.call(contract.noteAuthorization, { params: { authorizationId }, body: note, ...options })),
    /** The demonstration payer decides. */
    answerAuthorization: ({ step, authorizationId }: AtAuthorization) =>
      performStep(step, (options) => api.call(contract.answerAuthorization, { params: { authorizationId }, ...options })),
  };
}
