import { type TaskTypeName } from '../tasks/types';

/** What a journey can wait for besides a person's task: a time, or somebody else's message. */
export const WAITS = {
  'next-observations': 'Next observations',
  'next-medicine-round': 'Next medicine round',
  'planned-stay': 'End of the planned stay',
  'claim-outcome': 'Outcome of the claim',
  incident: 'A stuck step',
} as const;

export type Wait = keyof typeof WAITS;

/** `waitingFor` of a journey: a task type, or one of these. */
export type WaitingFor = TaskTypeName | Wait;
