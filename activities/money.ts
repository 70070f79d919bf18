import { contract } from '../api/client';
import { type ErrandTask } from './beds';
import { type ActivityDeps, type InStep, performStep } from './performStep';

/** Money that people decide about, and what patients owe. */
export function createMoneyActivities({ api }: ActivityDeps) {
  return {
    /** Ask a second person about a refund or write-off; nobody is asked when it is decided already. */
    openApprovalTask: ({ step, requestId, task }: InStep & { requestId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openApprovalTask, { params: { requestId }, body: task, ...options })),
    /** Do what is due on an account now; answers when to look again. */
    collectAccount: ({ step, accountId }: InStep & { accountId: string }) =>
      performStep(step, (options) => api.call(contract.collectAccount, { params: { accountId }, ...options })),
  };
}
