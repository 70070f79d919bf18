import { contract } from '../api/client';
import { type ErrandTask } from './beds';
import { type ActivityDeps, type InStep, performStep } from './performStep';

/** What patients ask of the hospital itself. */
export function createAccessActivities({ api }: ActivityDeps) {
  return {
    /** Ask the registrar to give a patient their record; nobody is asked when it was given. */
    openAccessTask: ({ step, requestId, task }: InStep & { requestId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openAccessTask, { params: { accessRequestId: requestId }, body: task, ...options })),
    /** Ask the privacy officer to decide on an amendment, by the request's own date; nobody is asked when it is decided. */
    openAmendmentTask: ({ step, amendmentId, task }: InStep & { amendmentId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openAmendmentTask, { params: { amendmentId }, body: task, ...options })),
  };
}
