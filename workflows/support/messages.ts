import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { type CancelAnswer, type CancelJourney, type CompletedTask, type CriticalReported, type DischargeOverridden, type IncidentAnswer, type IncidentResolution, type OrdersChanged, QUERIES, SIGNALS, type TaskAnswer, type TaskPaused, type TaskResumed, UPDATES, type VitalsRecorded, type VitalsWithdrawn, type WorkflowProgress } from '../contracts/messages';
import { type ClaimSettled } from '../contracts/moneyMessages';

/** The messages more than one workflow takes; an Update where the sender needs an answer, a signal otherwise. */
export const completeTaskUpdate = defineUpdate<TaskAnswer, [CompletedTask]>(UPDATES.completeTask);
export const resolveIncidentUpdate = defineUpdate<IncidentAnswer, [IncidentResolution]>(UPDATES.resolveIncident);
export const cancelJourneyUpdate = defineUpdate<CancelAnswer, [CancelJourney]>(UPDATES.cancelJourney);
export const claimSettledSignal = defineSignal<[ClaimSettled]>(SIGNALS.claimSettled);
export const ordersChangedSignal = defineSignal<[OrdersChanged]>(SIGNALS.ordersChanged);
export const dischargeOverriddenSignal = defineSignal<[DischargeOverridden]>(SIGNALS.dischargeOverridden);
export const vitalsRecordedSignal = defineSignal<[VitalsRecorded]>(SIGNALS.vitalsRecorded);
export const criticalReportedSignal = defineSignal<[CriticalReported]>(SIGNALS.criticalReported);
export const vitalsWithdrawnSignal = defineSignal<[VitalsWithdrawn]>(SIGNALS.vitalsWithdrawn);
export const taskPausedSignal = defineSignal<[TaskPaused]>(SIGNALS.taskPaused);
export const taskResumedSignal = defineSignal<[TaskResumed]>(SIGNALS.taskResumed);
export const progressQuery = defineQuery<WorkflowProgress>(QUERIES.progress);
