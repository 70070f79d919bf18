import { type OverridableBranch } from '../../domain/discharge/branches';
import { type CancelReason, type JourneyOutcome, type Stage, type StageStatus } from '../../domain/journey/stages';
import { type FormValue } from '../../domain/tasks/form';
import { type SlaRung } from '../../domain/tasks/taskType';
import { type TaskTypeName } from '../../domain/tasks/types';

/** Names of workflow types, updates, signals and queries, and what each carries. Plain JSON; opaque IDs and codes only. */
export const WORKFLOW_TYPES = { journey: 'patientJourney', claim: 'claim', followUp: 'followUp', payer: 'demonstrationPayer', authorization: 'priorAuthorization', review: 'demonstrationReview', groupFix: 'groupFix', bedReservation: 'bedReservation', bedTransfer: 'bedTransfer', bedCleaning: 'bedCleaning', moneyApproval: 'moneyApproval', collection: 'collection', criticalResult: 'criticalResult', safetyEvent: 'safetyEvent', safetyAction: 'safetyAction', accessRequest: 'accessRequest', glassReview: 'glassReview', amendment: 'amendment' } as const;
export type WorkflowTypeName = (typeof WORKFLOW_TYPES)[keyof typeof WORKFLOW_TYPES];

export const UPDATES = { completeTask: 'completeTask', resolveIncident: 'resolveIncident', cancelJourney: 'cancelJourney' } as const;
export const SIGNALS = {
  /** To a claim: the payer took it in or refused it (999, 277CA). */
  acknowledged: 'acknowledged',
  /** To a claim: a remittance for it was posted (835). */
  remitted: 'remitted',
  /** To a claim: staff hold, hand over or change it outside a task. */
  claimChanged: 'claimChanged',
  /** To an authorisation: the payer has answered (278). */
  authorizationDecided: 'authorizationDecided',
  /** To a claim: staff send it again, corrected or to void it, wherever it stands; starts its workflow anew when it was settled. */
  resubmissionAsked: 'resubmissionAsked',
  /** To a journey: its claim reached an outcome. */
  claimSettled: 'claimSettled',
  /** To a journey: something was ordered or stopped outside the pathway’s own tasks. */
  ordersChanged: 'ordersChanged',
  /** To a journey: observations were recorded outside a round. */
  vitalsRecorded: 'vitalsRecorded',
  /** To a journey: observations turned out to be entered in error. */
  vitalsWithdrawn: 'vitalsWithdrawn',
  /** To a journey: a report was changed, and a value of it is critical now. */
  criticalReported: 'criticalReported',
  /** To a journey: a branch of its discharge was let pass. */
  dischargeOverridden: 'dischargeOverridden',
  /** To a follow-up: the appointment was moved, kept, missed or cancelled. */
  appointmentChanged: 'appointmentChanged',
  /** To a bed's errand: it ended in the record, or the bed it kept was given back. */
  errandChanged: 'errandChanged',
  /** To an account's collection: an invoice or a plan set new dates; starts it when it does not run. */
  accountChanged: 'accountChanged',
  /** To whoever asked for a task: it was put on hold, or taken off. */
  taskPaused: 'taskPaused',
  taskResumed: 'taskResumed',
} as const;
export const QUERIES = { progress: 'progress' } as const;

/** Input of `accessRequest`: a patient asked for their record. */
export interface AccessRequestInput {
  readonly requestId: string;
}

/** Input of `amendment`: a patient asked that an entry of their record be amended. */
export interface AmendmentInput {
  readonly amendmentId: string;
}

/** Input of `patientJourney`. */
export interface JourneyInput {
  readonly encounterId: string;
  /** Continue as new once a run has this many events; default: when the server suggests it (about 4,000). */
  readonly eventsPerRun?: number;
  /** Set by continue-as-new only. */
  readonly resumed?: unknown;
}

/** A person finished a task: sent as an Update with ID `completeTaskId(taskId, version)`. */
export interface CompletedTask {
  readonly taskId: string;
  readonly type: TaskTypeName;
  readonly version: number;
  /** The form's flow fields, checked again by the Update's validator. */
  readonly values: Readonly<Record<string, FormValue>>;
  /** What the effect found that the pathway branches on: counts, flags and opaque IDs. */
  readonly facts: Readonly<Record<string, FormValue>>;
}

/** What `completeTask` answers; a repeat of the same task and version gets the same answer, in this run or the next. */
export interface TaskAnswer {
  readonly taskId: string;
  readonly version: number;
  readonly accepted: true;
}

/** A rung of a task's ladder, by how long after the task was opened (or resumed) it fires: the record knows the calendars. */
export interface RungDelay {
  readonly rung: SlaRung;
  readonly afterMs: number;
}

/** A task was put on hold: its clock stands. The newest version counts; a repeat is ignored. */
export interface TaskPaused {
  readonly taskId: string;
  readonly version: number;
  /** When it comes back by itself; null: when somebody says so. */
  readonly resumeAfterMs: number | null;
}

/** A task was taken off hold: what is left of its ladder, from now. */
export interface TaskResumed {
  readonly taskId: string;
  readonly version: number;
  readonly rungs: readonly RungDelay[];
}

/** Why an Update's validator says no: the `type` of the ApplicationFailure the caller gets. Nothing was recorded. */
export const UPDATE_REFUSALS = [
  'UnknownTask', 'ClosedTask', 'WrongTaskType', 'InvalidForm',
  'UnknownIncident', 'ActionNotPossible', 'InvalidDate', 'BeingActedOn',
  'JourneyOver', 'AlreadyCancelled', 'PatientHasLeft', 'AlreadyBilled', 'InvalidReason',
] as const;
export type UpdateRefusal = (typeof UPDATE_REFUSALS)[number];

export const INCIDENT_ACTIONS = ['retry', 'skip', 'hold', 'cancel'] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

/** How a person resolves an incident. Edits are made in the record before `retry`. */
export interface IncidentResolution {
  readonly incidentId: string;
  readonly action: IncidentAction;
  /** For `hold`: ISO date and time at which the step is tried again. */
  readonly until?: string;
}

export interface IncidentAnswer {
  readonly incidentId: string;
  readonly accepted: true;
}

export interface CancelJourney {
  readonly reason: CancelReason;
}

export interface CancelAnswer {
  readonly reason: CancelReason;
  readonly accepted: true;
}

/** What the `progress` query answers, for every workflow that people work with. Times are ISO, in the workflow's own (possibly skipped) time. */
export interface WorkflowProgress {
  readonly now: string;
  /** Null for a claim. */
  readonly stage: Stage | null;
  /** Of a journey: how each stage stands that has been reached or left out. */
  readonly stages?: readonly { readonly stage: Stage; readonly status: StageStatus }[];
  readonly waitingFor: string | null;
  readonly waitingUntil: string | null;
  readonly openTasks: readonly { readonly step: string; readonly taskId: string; readonly type: TaskTypeName; readonly openedAt: string; readonly dueAt: string }[];
  readonly incidents: readonly { readonly incidentId: string; readonly step: string; readonly errorClass: string; readonly attempts: number; readonly skippable: boolean; readonly heldUntil: string | null }[];
  /** Steps that are being tried again just now; `nextTryAt` is null when the server keeps the retries (API away). */
  readonly retrying: readonly { readonly step: string; readonly errorClass: string; readonly attempts: number; readonly nextTryAt: string | null }[];
  readonly cancelled: CancelReason | null;
  readonly outcome: JourneyOutcome | null;
}

/** Orders of the stay are not what they were: the journey reads them again. */
export interface OrdersChanged {
  readonly messageId: string;
}

/** Somebody who may has let a branch pass that is not done; the reason stays in the record. */
export interface DischargeOverridden {
  readonly branch: OverridableBranch;
}

/**
 * A score without the values it came from. `complete: false`: values were missing, the true score can only be higher. Somebody who is not
 * scored has no number, and a risk only when a person was worried.
 */
export interface VitalsRecorded {
  readonly messageId: string;
  readonly news2: number | null;
  readonly risk: string | null;
  readonly complete: boolean;
}

/** Observations count no more: the score that stands (null: none), when the next are due by it, and whether anything still calls for help. */
export interface VitalsWithdrawn {
  readonly messageId: string;
  readonly news2: number | null;
  readonly risk: string | null;
  readonly nextInMs: number;
  readonly calls: boolean;
}

/** Amended or corrected into critical: somebody reads it back. */
export interface CriticalReported {
  readonly messageId: string;
  readonly reportId: string;
}

/** Input of `followUp`. */
export interface FollowUpInput {
  readonly encounterId: string;
  readonly appointmentId: string | null;
  /** ISO date and time of the appointment, null when none is needed. */
  readonly startsAt: string | null;
}

/** The newest word counts; a repeat of a message is ignored. */
export interface AppointmentChanged {
  readonly messageId: string;
  readonly status: 'booked' | 'fulfilled' | 'noshow' | 'cancelled';
  readonly startsAt: string;
}

/** Input of `groupFix`: try one fix on everything listed, or apply it. */
export interface GroupFixInput {
  readonly groupFixId: string;
  readonly phase: 'plan' | 'apply';
  /** Set by continue-as-new only: chunks worked so far. */
  readonly chunks?: number;
}

/** Input of `bedReservation`: gives a kept bed back when its time is over. */
export interface BedReservationInput {
  readonly locationId: string;
  /** ISO. */
  readonly until: string;
}

/** Input of `bedTransfer`: asks the sending ward, the receiving ward and the one who takes the patient in. */
export interface BedTransferInput {
  readonly transferId: string;
}

/** Input of `bedCleaning`: asks housekeeping for a bed that somebody left during a stay. */
export interface BedCleaningInput {
  /** The patient's time in the bed that has ended. */
  readonly locationId: string;
  readonly bedId: string;
}

/** Input of `criticalResult`: asks for the read-back of a critical report of somebody who has left, or never had a journey. */
export interface CriticalResultInput {
  readonly reportId: string;
}

export interface ErrandChange {
  readonly messageId: string;
  readonly change: 'ended' | 'reservation-expired';
}

/** Input of `glassReview`: asks whether it was right to open a restricted record. */
export interface GlassReviewInput {
  readonly glassId: string;
}
