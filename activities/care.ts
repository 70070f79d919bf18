import { type z } from 'zod';
import { contract } from '../api/client';
import { type ErrandTask } from './beds';
import { type ActivityDeps, type InStep, performStep } from './performStep';

interface AtEncounter extends InStep {
  readonly encounterId: string;
}

export type Disposition = z.input<typeof contract.dischargeEncounter.body>['disposition'];
export type Undoable = z.input<typeof contract.undoAdmission.body>['what'];

/** The stay itself: coverage, orders, rounds, discharge, and undoing an admission. */
export function createCareActivities({ api }: ActivityDeps) {
  return {
    /** Ask the payer whether the coverage is active (270/271). */
    checkEligibility: ({ step, encounterId }: AtEncounter) =>
      performStep(step, (options) => api.call(contract.checkEligibility, { params: { encounterId }, ...options })),
    /** What the orders ask for now. */
    planCare: ({ step, encounterId }: AtEncounter) =>
      performStep(step, (options) => api.call(contract.planCare, { params: { encounterId }, ...options })),
    /** Ask for the read-back of a critical report; nobody is asked when it has been read back meanwhile. */
    openCriticalTask: ({ step, reportId, task }: InStep & { reportId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openCriticalTask, { params: { reportId }, body: task, ...options })),
    /** Schedule the doses of one round. */
    planMedicineRound: ({ step, encounterId, round }: AtEncounter & { round: number }) =>
      performStep(step, (options) => api.call(contract.planMedicineRound, { params: { encounterId }, body: { round }, ...options })),
    /** Close the stay in the record. */
    dischargeEncounter: ({ step, encounterId, disposition }: AtEncounter & { disposition: Disposition }) =>
      performStep(step, (options) => api.call(contract.dischargeEncounter, { params: { encounterId }, body: { disposition }, ...options })),
    /** Undo one thing that was done for an admission that ends early. */
    undoAdmission: ({ step, encounterId, what }: AtEncounter & { what: Undoable }) =>
      performStep(step, (options) => api.call(contract.undoAdmission, { params: { encounterId }, body: { what }, ...options })),
  };
}
