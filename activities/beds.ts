import { type z } from 'zod';
import { contract } from '../api/client';
import { type ActivityDeps, type InStep, performStep } from './performStep';

export type ErrandTask = z.input<typeof contract.openBedTask.body>;

/** Beds: reservations that run out, transfers between wards, housekeeping. */
export function createBedActivities({ api }: ActivityDeps) {
  return {
    /** Ask for something about a bed. */
    openBedTask: ({ step, bedId, task }: InStep & { bedId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openBedTask, { params: { bedId }, body: task, ...options })),
    /** Ask a ward about a transfer; nobody is asked when it has ended. */
    openTransferTask: ({ step, transferId, task }: InStep & { transferId: string; task: ErrandTask }) =>
      performStep(step, (options) => api.call(contract.openTransferTask, { params: { transferId }, body: task, ...options })),
    /** The time a bed is kept is over. */
    endReservation: ({ step, locationId }: InStep & { locationId: string }) =>
      performStep(step, (options) => api.call(contract.endReservation, { params: { locationId }, ...options })),
  };
}
