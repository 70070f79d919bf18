import { type CancelReason, type JourneyOutcome } from '../../domain/journey/stages';
import { type FormValue } from '../../domain/tasks/form';
import { type TaskTypeName } from '../../domain/tasks/types';

/** Names of workflow types, updates, signals and queries, and what each carries. Plain JSON; opaque IDs and codes only. */
export const WORKFLOW_TYPES = { journey: 'patientJourney', claim: 'claim', followUp: 'followUp', payer: 'demonstrationPayer' } as const;
export type WorkflowTypeName = (typeof WORKFLOW_TYPES)[keyof typeof WORKFLOW_TYPES];

export const UPDATES = { completeTask: 'completeTask', resolveIncident: 'resolveIncident', cancelJourney: 'cancelJourney' } as const;
export const SIGNALS = {
  /** To a claim: the payer took it in or refused it (999, 277CA). */
  acknowledged: 'acknowledged',
  /** To a claim: a remittance for it was posted (835). */
  remitted: 'remitted',
  /** To a claim: staff hold, hand over or change it outside a task. */
  claimChanged: 'claimChanged',
  /** To a journey: its claim reached an outcome. */
  claimSettled: 'claimSettled',
  /** To a follow-up: the appointment was moved, kept, missed or cancelled. */
  appointmentChanged: 'appointmentChanged',
} as const;
export const QUERIES = { progress: 'progress' } as const;

/** Input of `patientJourney`. */
export interface JourneyInput {
  readonly encounterId: string;
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

export const INCIDENT_ACTIONS = ['retry', 'skip', 'hold', 'cancel'] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

/** How a person resolves an incident. Edits are made in the record before `retry`. */
export interface IncidentResolution {
  readonly incidentId: string;
  readonly action: IncidentAction;
  /** For `hold`: ISO date and time at which the step is tried again. */
  readonly until?: string;
}

export interface CancelJourney {
  readonly reason: CancelReason;
}

/** Input of `claim`. */
export interface ClaimInput {
  readonly claimId: string;
  /** The journey to tell of the outcome, if any. */
  readonly journeyWorkflowId: string | null;
  readonly encounterId: string | null;
}

export interface Acknowledged {
  readonly submissionId: string;
  readonly accepted: boolean;
  readonly messageId: string;
}

export const REMITTANCE_OUTCOMES = ['paid', 'partly-paid', 'denied', 'reversed'] as const;
export interface Remitted {
  readonly remittanceClaimId: string;
  readonly outcome: (typeof REMITTANCE_OUTCOMES)[number];
  readonly patientCents: number;
}

export interface ClaimSettled {
  readonly claimId: string;
  readonly outcome: Exclude<JourneyOutcome, 'cancelled'>;
}

/** Input of `followUp`. */
export interface FollowUpInput {
  readonly encounterId: string;
  readonly appointmentId: string | null;
  /** ISO date and time of the appointment, null when none is needed. */
  readonly startsAt: string | null;
}

export interface AppointmentChanged {
  readonly messageId: string;
  readonly status: 'booked' | 'fulfilled' | 'noshow' | 'cancelled';
  readonly startsAt: string;
}

/** Input of `demonstrationPayer`: answers one submission as a payer would, with delays as durable timers. */
export interface PayerInput {
  readonly submissionId: string;
  readonly claimId: string;
  readonly acknowledgeAfterMs: number;
  readonly remitAfterMs: number;
  /** How often each answer is sent: 1, or more for a payer that repeats itself. */
  readonly copies: number;
  /** The remittance comes before the acknowledgement. */
  readonly outOfOrder: boolean;
}
