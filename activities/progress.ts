import { type z } from 'zod';
import { contract } from '../api/client';
import { type ActivityDeps, type InStep, performStep } from './performStep';

type Body<Name extends 'recordProgress' | 'openClaimTask' | 'openIncident' | 'settleIncident'> = z.input<(typeof contract)[Name]['body']>;
export type Progress = Body<'recordProgress'>;
export type ClaimTask = Body<'openClaimTask'>;
export type IncidentReport = Body<'openIncident'>;
export type IncidentSettlement = Body<'settleIncident'>;

/** The read model of journeys: stages, waits, tasks, escalations, incidents. */
export function createProgressActivities({ api }: ActivityDeps) {
  return {
    /** Move a journey on and open its next tasks; a task that is open already comes back with its ID. */
    recordProgress: ({ step, journeyId, progress }: InStep & { journeyId: string; progress: Progress }) =>
      performStep(step, (options) => api.call(contract.recordProgress, { params: { journeyId }, body: progress, ...options }), progress),
    /** Open a task on a claim. */
    openClaimTask: ({ step, claimId, task }: InStep & { claimId: string; task: ClaimTask }) =>
      performStep(step, (options) => api.call(contract.openClaimTask, { params: { claimId }, body: task, ...options })),
    /** Cancel tasks that are still open; completed ones stay. */
    cancelTasks: ({ step, workflowId, taskIds }: InStep & { workflowId: string; taskIds: readonly string[] | null }) =>
      performStep(step, (options) => api.call(contract.cancelTasks, { body: { workflowId, taskIds: taskIds && [...taskIds] }, ...options }), taskIds),
    /** Record that a rung of a task's escalation ladder fired. */
    recordSlaFiring: ({ step, taskId, rung }: InStep & { taskId: string; rung: z.input<typeof contract.recordSlaFiring.body>['rung'] }) =>
      performStep(step, (options) => api.call(contract.recordSlaFiring, { params: { taskId }, body: { rung }, ...options })),
    /** The time set for a task on hold has come: its clock runs again. Answers what is left of its ladder. */
    endHold: ({ step, taskId }: InStep & { taskId: string }) =>
      performStep(step, (options) => api.call(contract.endHold, { params: { taskId }, body: {}, ...options })),
    /** Open the incident of a step: one per step, whoever asks again. */
    openIncident: ({ step, incident }: InStep & { incident: IncidentReport }) =>
      performStep(step, (options) => api.call(contract.openIncident, { body: incident, ...options }), incident),
    /** Say how an incident went on. */
    settleIncident: ({ step, incidentId, settlement }: InStep & { incidentId: string; settlement: IncidentSettlement }) =>
      performStep(step, (options) => api.call(contract.settleIncident, { params: { incidentId }, body: settlement, ...options }), settlement),
  };
}
