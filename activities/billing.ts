import { type z } from 'zod';
import { contract } from '../api/client';
import { type ClaimDeadline } from '../domain/claims/deadlines';
import { type ActivityDeps, type InStep, performStep } from './performStep';

interface AtEncounter extends InStep {
  readonly encounterId: string;
}
interface AtClaim extends InStep {
  readonly claimId: string;
}

interface DeadlineWarning {
  readonly deadline: ClaimDeadline;
  readonly on: string;
  readonly daysLeft: number;
}

export type Settlement = z.input<typeof contract.settleClaim.body>['how'];

/** Charges, claims and what the patient owes. */
export function createBillingActivities({ api }: ActivityDeps) {
  return {
    /** Charge everything that was done, once. */
    captureCharges: ({ step, encounterId }: AtEncounter) =>
      performStep(step, (options) => api.call(contract.captureCharges, { params: { encounterId }, ...options })),
    /** Make the claim of an encounter; null when nothing goes to a payer. */
    prepareClaim: ({ step, encounterId }: AtEncounter) =>
      performStep(step, (options) => api.call(contract.prepareClaim, { params: { encounterId }, ...options })),
    /** Invoice the patient for an encounter without a payer. */
    billPatient: ({ step, encounterId }: AtEncounter) =>
      performStep(step, (options) => api.call(contract.billPatient, { params: { encounterId }, ...options })),
    /** Check that a claim is complete before it leaves the house. */
    scrubClaim: ({ step, claimId }: AtClaim) =>
      performStep(step, (options) => api.call(contract.scrubClaim, { params: { claimId }, ...options })),
    /** Send a claim to its payer (837). */
    submitClaim: ({ step, claimId }: AtClaim) =>
      performStep(step, (options) => api.call(contract.submitClaim, { params: { claimId }, ...options })),
    /** Ask the payer where a claim stands whose answer is overdue (276). */
    inquireOverdueClaim: ({ step, claimId }: AtClaim) =>
      performStep(step, (options) => api.call(contract.inquireOverdueClaim, { params: { claimId }, ...options })),
    /** Send an appeal of a denial. */
    appealClaim: ({ step, claimId }: AtClaim) =>
      performStep(step, (options) => api.call(contract.appealClaim, { params: { claimId }, ...options })),
    /** Warn people of a deadline of a claim. */
    warnOfDeadline: ({ step, claimId, warning }: AtClaim & { warning: DeadlineWarning }) =>
      performStep(step, (options) => api.call(contract.warnOfDeadline, { params: { claimId }, body: warning, ...options })),
    /** Close a claim: what remains goes to the patient or is written off. */
    settleClaim: ({ step, claimId, how }: AtClaim & { how: Settlement }) =>
      performStep(step, (options) => api.call(contract.settleClaim, { params: { claimId }, body: { how }, ...options })),
  };
}
