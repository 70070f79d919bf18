import { type JourneyOutcome } from '../../domain/journey/stages';

/** Input of `claim`. */
export interface ClaimInput {
  readonly claimId: string;
  /** The journey to tell of the outcome, if any. */
  readonly journeyWorkflowId: string | null;
  readonly encounterId: string | null;
  /** How often the claim has been opened, from 1: set when it is opened again after it was settled. */
  readonly life?: number;
}

export interface Acknowledged {
  readonly submissionId: string;
  readonly accepted: boolean;
  readonly messageId: string;
}

/** `reversed`: an answer was taken back and another follows; `voided`: taken back for good, as asked by a void. */
export const REMITTANCE_OUTCOMES = ['paid', 'partly-paid', 'denied', 'reversed', 'voided'] as const;
export interface Remitted {
  readonly remittanceClaimId: string;
  readonly outcome: (typeof REMITTANCE_OUTCOMES)[number];
  readonly patientCents: number;
  /** Last day to appeal what was denied; ISO date. */
  readonly appealBy?: string | null;
  /** The last submission by then, counted from 1: what was sent later is not answered by this. Messages of old do not say. */
  readonly attempt?: number;
}

export interface ClaimSettled {
  readonly claimId: string;
  readonly outcome: Exclude<JourneyOutcome, 'cancelled'>;
}

/** The claim was changed in the record outside a task: what waited for a fix is checked again. */
export interface ClaimChanged {
  readonly messageId: string;
}

/** Sent again outside a task. The record says as what: a replacement, a void, or the original once more. */
export interface ResubmissionAsked {
  readonly messageId: string;
  readonly life: number;
  /** The last submission by then, counted from 1: answers to it and to those before are of no use any more. Messages of old do not say. */
  readonly after?: number;
  /** The claim's version by then, which tells this word from others. Messages of old do not say. */
  readonly version?: number;
}

/** Input of `priorAuthorization`. */
export interface AuthorizationInput {
  readonly authorizationId: string;
}

/** `expiresOn`: ISO date, the last day of an approval. */
export interface AuthorizationDecided {
  readonly outcome: 'approved' | 'denied';
  readonly expiresOn: string | null;
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

/** Input of `collection`: reminds of what a patient owes. */
export interface CollectionInput {
  readonly accountId: string;
}

export interface CollectionChange {
  readonly messageId: string;
}

/** Input of `moneyApproval`: asks a second person about a refund or write-off. */
export interface MoneyApprovalInput {
  readonly requestId: string;
}
