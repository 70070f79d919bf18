import { contract } from '../api/client';
import { type ActivityDeps, type InStep, performStep } from './performStep';

/** One fix for many claims or stuck steps. */
export function createGroupFixActivities({ api }: ActivityDeps) {
  return {
    /** Try or apply a group fix to its next few; answers how many are left. */
    workGroupFix: ({ step, groupFixId, phase }: InStep & { groupFixId: string; phase: 'plan' | 'apply' }) =>
      performStep(step, (options) => api.call(contract.workGroupFix, { params: { groupFixId }, body: { phase }, ...options })),
  };
}
