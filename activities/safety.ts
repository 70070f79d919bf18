import { contract } from '../api/client';
import { type ErrandTask } from './beds';
import { type ActivityDeps, type InStep, performStep } from './performStep';

/** Safety events and what was agreed after them. */
export function createSafetyActivities({ api }: ActivityDeps) {
  return {
    /** Ask for the next step of a safety event; nobody is asked when it is closed already. */
    openSafetyTask: ({ step, eventId, task }: InStep & { eventId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openSafetyTask, { params: { safetyEventId: eventId }, body: task, ...options })),
    /** Put an action into its owner's hands; nobody is asked when it was dropped. */
    openSafetyActionTask: ({ step, actionId, task }: InStep & { actionId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openSafetyActionTask, { params: { safetyActionId: actionId }, body: task, ...options })),
  };
}
