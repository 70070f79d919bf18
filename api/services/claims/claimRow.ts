import { type StuckCause } from '../../../domain/claims/causes';
import { type ClaimStatus } from '../../../domain/claims/status';
import { type Act, select, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';

/** What becomes of the charges once a claim is voided: the patient pays, or they were never due. */
export const VOID_DISPOSALS = ['bill-patient', 'cancel-charges'] as const;
export type VoidDisposal = (typeof VOID_DISPOSALS)[number];

/** A row of `claims`, dates as "YYYY-MM-DD". Charge = paid + adjustments + open; the patient's share is among the adjustments. */
export interface ClaimRow {
  readonly id: string;
  readonly number: string;
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly accountId: string;
  readonly coverageId: string | null;
  readonly payerId: string;
  readonly planId: string;
  readonly type: 'professional' | 'institutional';
  readonly frequency: '1' | '7' | '8';
  readonly payerClaimNumber: string | null;
  readonly status: ClaimStatus;
  readonly stuckCause: StuckCause | null;
  readonly stuckFingerprint: string | null;
  readonly stuckDetailEnc: Buffer | null;
  readonly drg: string | null;
  readonly authorizationNumber: string | null;
  readonly serviceFrom: string;
  readonly serviceThrough: string;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly adjustmentCents: number;
  readonly patientCents: number;
  readonly expectedCents: number | null;
  readonly timelyFilingOn: string | null;
  readonly appealBy: string | null;
  readonly nextDeadlineAt: Date | null;
  readonly holdUntil: Date | null;
  readonly holderId: string | null;
  readonly submittedAt: Date | null;
  readonly closedAt: Date | null;
  /** Grows when a settled claim is opened again. */
  readonly life: number;
  /** Sent again by staff, and not out of the house yet. */
  readonly resubmissionPending: number;
  readonly voidDisposal: VoidDisposal | null;
  /** The claim to the payer before, which this one follows. */
  readonly primaryClaimId: string | null;
  /** Of the adjustments: what the payers before settled. */
  readonly priorCents: number;
  /** Opened again with no workflow to close it: its next answer settles it where it is posted. */
  readonly reopenedAt: Date | null;
  readonly source: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The charges of a claim to a second payer are those of the claim before it, which has been paid on them: they are not taken back here. */
export function assertOwnCharges(claim: Pick<ClaimRow, 'primaryClaimId'>): void {
  if (claim.primaryClaimId !== null) throw unprocessable('charges-of-another-claim', 'The charges belong to the claim to the payer before.');
}

const COLUMNS = `id, number, patient_id AS patientId, encounter_id AS encounterId, account_id AS accountId, coverage_id AS coverageId, payer_id AS payerId, plan_id AS planId,
  type, frequency, payer_claim_number AS payerClaimNumber, status, stuck_cause AS stuckCause, stuck_fingerprint AS stuckFingerprint, stuck_detail_enc AS stuckDetailEnc, drg,
  authorization_number AS authorizationNumber, service_from AS serviceFrom, service_through AS serviceThrough, charge_cents AS chargeCents, paid_cents AS paidCents,
  adjustment_cents AS adjustmentCents, patient_cents AS patientCents, expected_cents AS expectedCents, timely_filing_on AS timelyFilingOn, appeal_by AS appealBy,
  next_deadline_at AS nextDeadlineAt, hold_until AS holdUntil, holder_id AS holderId, submitted_at AS submittedAt, closed_at AS closedAt, life, resubmission_pending AS resubmissionPending,
  void_disposal AS voidDisposal, primary_claim_id AS primaryClaimId, prior_cents AS priorCents, reopened_at AS reopenedAt, source, version,
  created_at AS createdAt, updated_at AS updatedAt`;

/** The claim, its row locked in a write. Null when there is none. */
export async function lockClaim(act: Act, claimId: string): Promise<ClaimRow | null> {
  return selectOne<ClaimRow>(act, `SELECT ${COLUMNS} FROM claims WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [claimId]);
}

/** The claim to look at, without a lock. */
export async function readClaim(act: Act, claimId: string): Promise<ClaimRow | null> {
  return selectOne<ClaimRow>(act, `SELECT ${COLUMNS} FROM claims WHERE id = ?`, [claimId]);
}

/** What nobody has paid, waived or written off yet. */
export function openCents(claim: Pick<ClaimRow, 'chargeCents' | 'paidCents' | 'adjustmentCents'>): number {
  return claim.chargeCents - claim.paidCents - claim.adjustmentCents;
}

/** Nobody works on it any more. */
export function isClosed(claim: Pick<ClaimRow, 'status' | 'closedAt'>): boolean {
  return claim.closedAt !== null || claim.status === 'entered-in-error' || claim.status === 'voided';
}

export interface ClaimLineRow {
  readonly id: string;
  readonly number: number;
  readonly chargeItemId: string | null;
  readonly procedureCode: string | null;
  readonly modifiers: unknown;
  readonly revenueCode: string | null;
  readonly units: number;
  readonly chargeCents: number;
  readonly serviceDate: string;
  readonly isVisit: number;
  readonly allowedCents: number | null;
  readonly paidCents: number | null;
  readonly adjustments: unknown;
}

/** The lines of a claim, in order. */
export async function readLines(act: Act, claimId: string): Promise<ClaimLineRow[]> {
  return select<ClaimLineRow>(
    act,
    `SELECT id, number, charge_item_id AS chargeItemId, procedure_code AS procedureCode, modifiers, revenue_code AS revenueCode, units, charge_cents AS chargeCents,
       service_date AS serviceDate, is_visit AS isVisit, allowed_cents AS allowedCents, paid_cents AS paidCents, adjustments
     FROM claim_lines WHERE claim_id = ? ORDER BY number`,
    [claimId],
  );
}

/** The diagnoses of a claim, principal first. */
export async function readDiagnoses(act: Act, claimId: string): Promise<{ code: string; presentOnAdmission: string | null }[]> {
  return select(act, 'SELECT code, present_on_admission AS presentOnAdmission FROM claim_diagnoses WHERE claim_id = ? ORDER BY rank_order', [claimId]);
}
