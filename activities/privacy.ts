import { contract } from '../api/client';
import { type ErrandTask } from './beds';
import { type ActivityDeps, type InStep, performStep } from './performStep';

/** What follows on a record that was opened in an emergency. */
export function createPrivacyActivities({ api }: ActivityDeps) {
  return {
    /** Ask whether it was right; nobody is asked when it is judged already. */
    openGlassReview: ({ step, glassId, task }: InStep & { glassId: string; task: ErrandTask }) => performStep(step, (options) => api.call(contract.openGlassReview, { params: { glassId }, body: task, ...options })),
  };
}
