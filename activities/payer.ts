import { contract } from '../api/client';
import { type ActivityDeps, type InStep, performStep } from './performStep';

interface Answer extends InStep {
  readonly submissionId: string;
  /** The how-manieth copy of the same answer this is, from 1. */
  readonly copy: number;
}

/** The demonstration payer's answers. */
export function createPayerActivities({ api }: ActivityDeps) {
  return {
    /** Acknowledge or reject a submission (999, 277CA). */
    answerAcknowledgement: ({ step, submissionId, copy }: Answer) =>
      performStep(step, (options) => api.call(contract.answerAcknowledgement, { params: { submissionId }, body: { copy }, ...options })),
    /** Adjudicate and pay a submission (835). */
    answerRemittance: ({ step, submissionId, copy }: Answer) =>
      performStep(step, (options) => api.call(contract.answerRemittance, { params: { submissionId }, body: { copy }, ...options })),
  };
}
