import { readJson } from '../../../db/models/table';
import { type SettledClaim, type SettledLine } from '../../../domain/claims/settlement';
import { type ClaimPayment, type ServicePayment } from '../../../interop/x12';
import { type Act, execute, selectOne } from '../../http/act';

export const REMITTANCE_STATES = { received: 'Not posted yet', posted: 'Posted', unmatched: 'No claim of ours', unbalanced: 'Does not balance', ignored: 'Nothing to post' } as const;
export type RemittanceState = keyof typeof REMITTANCE_STATES;

/** Why an answer was not posted; a person decides. */
export const QUEUE_REASONS = {
  'no-such-claim': 'No claim of ours has this number.',
  'out-of-balance': 'Charge, adjustments and payment do not balance.',
  'charge-differs': 'The payer answers another charge than we sent.',
  'already-settled': 'The payer has answered this claim before and has not undone that answer.',
  'duplicate-of-ours': 'The payer answers a second copy as a duplicate; its first answer stands.',
  'more-than-open': 'The payer settles more than is open on the claim.',
  'nothing-to-reverse': 'The payer undoes an answer we have not posted.',
  'reversal-differs': 'The payer undoes other amounts than we posted.',
} as const;
export type QueueReason = keyof typeof QUEUE_REASONS;

/** A row of `remittance_claims` that counts: posted, no reversal, not reversed. */
export interface LiveAnswer {
  readonly id: string;
  readonly payerClaimNumber: string | null;
  readonly postedOperationId: string | null;
  readonly settled: SettledClaim;
}

interface LiveRow {
  readonly id: string;
  readonly payerClaimNumber: string | null;
  readonly postedOperationId: string | null;
  readonly statusCode: string;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly patientCents: number;
  readonly adjustments: unknown;
  readonly serviceLines: unknown;
}

/** The payer's answer that stands for a claim now; null when there is none. Read under the claim's lock. */
export async function liveAnswer(act: Act, claimId: string): Promise<LiveAnswer | null> {
  const row = await selectOne<LiveRow>(
    act,
    `SELECT id, payer_claim_number AS payerClaimNumber, posted_operation_id AS postedOperationId, status_code AS statusCode, charge_cents AS chargeCents, paid_cents AS paidCents,
       patient_cents AS patientCents, adjustments, service_lines AS serviceLines
     FROM remittance_claims WHERE claim_id = ? AND state = 'posted' AND status_code <> '22' AND reversed_by_id IS NULL ORDER BY id DESC LIMIT 1`,
    [claimId],
  );
  if (!row) return null;
  return {
    id: row.id, payerClaimNumber: row.payerClaimNumber, postedOperationId: row.postedOperationId,
    settled: {
      statusCode: row.statusCode, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), patientCents: Number(row.patientCents),
      adjustments: (readJson(row.adjustments) ?? []) as SettledClaim['adjustments'], lines: (readJson(row.serviceLines) ?? []) as SettledLine[],
    },
  };
}

export interface NewAnswer {
  readonly id: string;
  readonly remittanceId: string;
  readonly sequence: number;
  readonly claimId: string | null;
  readonly payment: ClaimPayment;
  readonly settled: SettledClaim;
  readonly state: RemittanceState;
  readonly queueReason: QueueReason | null;
  readonly postedOperationId: string | null;
  readonly contractualCents: number | null;
  readonly deniedCents: number | null;
}

/** Keep what the payer said of one claim, whatever becomes of it. */
export async function insertAnswer(act: Act, answer: NewAnswer): Promise<void> {
  const { payment, settled } = answer;
  const remarks = [...(payment.inpatient?.remarks ?? []), ...(payment.outpatient?.remarks ?? [])];
  await execute(
    act,
    `INSERT INTO remittance_claims (id, remittance_id, sequence, claim_id, claim_number, status_code, payer_claim_number, charge_cents, paid_cents, patient_cents, adjustments, service_lines,
       state, posted_operation_id, contractual_cents, denied_cents, queue_reason, remarks) VALUES (?)`,
    [[
      answer.id, answer.remittanceId, answer.sequence, answer.claimId, payment.patientControlNumber, payment.status, payment.payerControlNumber, settled.chargeCents, settled.paidCents,
      settled.patientCents, JSON.stringify(settled.adjustments), JSON.stringify(settled.lines), answer.state, answer.postedOperationId, answer.contractualCents, answer.deniedCents,
      answer.queueReason, JSON.stringify(remarks),
    ]],
  );
}

/** Loop 2100 as the posting rules read it. */
export function toSettled(payment: ClaimPayment): SettledClaim {
  const lines = payment.lines.map(toSettledLine);
  const patient = [...payment.adjustments, ...payment.lines.flatMap((line) => line.adjustments)].filter(({ group }) => group === 'PR').reduce((sum, { cents }) => sum + cents, 0);
  return {
    statusCode: payment.status, chargeCents: payment.chargeCents, paidCents: payment.paidCents, patientCents: payment.patientResponsibilityCents ?? patient,
    adjustments: payment.adjustments.map(({ group, reason, cents }) => ({ group, reason, cents })), lines,
  };
}

function toSettledLine(line: ServicePayment): SettledLine {
  const isRevenue = line.procedure.qualifier === 'NU';
  return {
    lineControlNumber: line.lineControlNumber ?? null, procedure: isRevenue ? null : line.procedure.code, modifiers: line.procedure.modifiers,
    revenueCode: isRevenue ? line.procedure.code : (line.revenueCode ?? null), serviceDate: line.service?.from ?? null,
    chargeCents: line.chargeCents, paidCents: line.paidCents, adjustments: line.adjustments.map(({ group, reason, cents }) => ({ group, reason, cents })),
    remarks: line.remarks.map(({ code }) => code),
  };
}
