import { type z } from 'zod';
import { readJson, readTexts } from '../../../db/models/table';
import { claimStatusWords, remittanceSentences } from '../../../domain/claims/remittanceWords';
import { type SettledClaim } from '../../../domain/claims/settlement';
import { type claimDetail } from '../../contract/claims';
import { type Act, select } from '../../http/act';
import { QUEUE_REASONS, type QueueReason, type RemittanceState } from '../payer/remittanceRows';

interface Row {
  id: string; traceNumber: string; receivedAt: Date; statusCode: string; payerClaimNumber: string | null; chargeCents: number; paidCents: number; patientCents: number; deniedCents: number | null;
  state: RemittanceState; queueReason: string | null; reversedById: string | null; adjustments: unknown; serviceLines: unknown; remarks: unknown;
}

/** Every answer payers gave to a claim, in plain words, newest first. */
export async function readRemittances(act: Act, claimId: string): Promise<z.input<typeof claimDetail>['remittances']> {
  const rows = await select<Row>(
    act,
    `SELECT x.id, r.trace_number AS traceNumber, r.received_at AS receivedAt, x.status_code AS statusCode, x.payer_claim_number AS payerClaimNumber, x.charge_cents AS chargeCents, x.paid_cents AS paidCents,
       x.patient_cents AS patientCents, x.denied_cents AS deniedCents, x.state, x.queue_reason AS queueReason, x.reversed_by_id AS reversedById, x.adjustments, x.service_lines AS serviceLines, x.remarks
     FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id WHERE x.claim_id = ? ORDER BY r.received_at DESC, x.id DESC`,
    [claimId],
  );
  return rows.map((row) => ({
    id: row.id, traceNumber: row.traceNumber, receivedAt: row.receivedAt.toISOString(), statusWords: claimStatusWords(row.statusCode), payerClaimNumber: row.payerClaimNumber,
    chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), patientCents: Number(row.patientCents), deniedCents: row.deniedCents === null ? null : Number(row.deniedCents),
    state: row.state, queueReason: row.queueReason === null ? null : (QUEUE_REASONS[row.queueReason as QueueReason] ?? row.queueReason), undone: row.reversedById !== null,
    lines: remittanceSentences(
      { statusCode: row.statusCode, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), patientCents: Number(row.patientCents), adjustments: (readJson(row.adjustments) ?? []) as SettledClaim['adjustments'], lines: (readJson(row.serviceLines) ?? []) as SettledClaim['lines'] },
      readTexts(row.remarks),
    ),
  }));
}
