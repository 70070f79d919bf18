import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type ClaimInput, type ResubmissionAsked } from '../../../workflows/contracts/moneyMessages';
import { type Act, execute, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { lockAccount } from '../money/accounts';
import { entriesOf, reverseOperation } from '../money/ledger';
import { latestSubmission } from '../payer/submission';
import { assertOwnCharges, type ClaimRow, type VoidDisposal } from './claimRow';
import { recordClaimEvent } from './events';
import { takeBackFromNextPayer } from './nextPayer';
import { settlementDedupId } from './settleClaim';

export interface Resubmission {
  readonly kind: 'resubmit' | 'void';
  readonly reason: string;
  /** The payer's own number of the claim, where the record lacks it. */
  readonly payerClaimNumber?: string | undefined;
  /** What becomes of the charges once the claim is voided. */
  readonly charges?: VoidDisposal | undefined;
}

export interface AskedAgain {
  readonly frequency: ClaimRow['frequency'];
  readonly payerClaimNumber: string | null;
}

/**
 * Send a claim again, wherever it stands: its status never refuses it (ottehr#9617), and the payer's number goes with it (ottehr#9656).
 * What the payer has adjudicated is replaced (frequency 7) or voided (8); what it has not is sent as the original once more. A settled
 * claim is opened again: what its settlement moved is taken back, what was paid stays (openemr#4334). The caller holds the claim's row.
 */
export async function resubmitClaim(act: Act, claim: ClaimRow, asked: Resubmission): Promise<AskedAgain> {
  if (claim.status === 'entered-in-error') throw unprocessable('claim-closed', 'This claim was entered in error.');
  const latest = await latestSubmission(act, claim.id);
  if (!latest) throw unprocessable('never-sent', 'This claim has not been sent yet: it goes out by itself once it is complete.');
  const payerClaimNumber = asked.payerClaimNumber ?? claim.payerClaimNumber;
  const isStanding = claim.status !== 'voided' && payerClaimNumber !== null;
  if (asked.kind === 'void' && !isStanding) throw unprocessable('no-payer-claim-number', 'The payer holds nothing to void that we know of: enter its claim number.', { errors: [{ field: 'payerClaimNumber', message: 'Enter the payer’s number of the claim.' }] });
  if (asked.charges === 'cancel-charges') assertOwnCharges(claim);
  await lockAccount(act, claim.accountId);
  await takeBackFromNextPayer(act, claim);
  const frequency = !isStanding ? '1' : asked.kind === 'void' ? '8' : '7';
  const life = claim.closedAt === null ? claim.life : claim.life + 1;
  if (claim.closedAt !== null) await takeBackSettlement(act, claim);
  await execute(
    act,
    `UPDATE claims SET frequency = ?, payer_claim_number = ?, status = 'ready', resubmission_pending = 1, void_disposal = ?, life = ?, stuck_cause = NULL, stuck_fingerprint = NULL, stuck_detail_enc = NULL,
       hold_until = NULL, closed_at = NULL, reopened_at = NULL, next_deadline_at = NULL, version = version + 1, updated_at = ? WHERE id = ?`,
    [frequency, payerClaimNumber, asked.kind === 'void' ? (asked.charges ?? 'bill-patient') : null, life, act.now, claim.id],
  );
  const messageId = `resubmission-${claim.id}-${claim.version}`;
  await recordClaimEvent(act, { claimId: claim.id, kind: asked.kind === 'void' ? 'void-asked' : 'resubmission-asked', detail: { text: asked.reason, frequency, payerClaimNumber }, dedupId: messageId });
  act.audits.push({ action: 'claim.resubmission-asked', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { kind: asked.kind, frequency, reason: asked.reason } });
  tellWorkflow(act, claim, { messageId, life, after: latest.attempt, version: claim.version });
  return { frequency, payerClaimNumber };
}

/** An open claim's workflow runs, and hears of it; that of a settled one, or of one opened again at the desk, may have ended, and is started for another life. */
function tellWorkflow(act: Act, claim: ClaimRow, payload: ResubmissionAsked): void {
  const input: ClaimInput = { claimId: claim.id, journeyWorkflowId: null, encounterId: claim.encounterId, life: payload.life };
  act.commands.push({
    workflowId: claimWorkflowId(claim.id), kind: 'signal', name: SIGNALS.resubmissionAsked, payload, dedupId: payload.messageId,
    ...(claim.closedAt === null && claim.reopenedAt === null ? {} : { starts: { type: WORKFLOW_TYPES.claim, input } }),
  });
}

/** Take back what settling moved: to the patient, or given up. A payer's answer stays as it is. The caller holds the account's row. */
export async function takeBackSettlement(act: Act, claim: ClaimRow): Promise<void> {
  const settled = await selectOne<{ id: string }>(act, 'SELECT id FROM ledger_operations WHERE dedup_id = ?', [settlementDedupId(claim)]);
  if (!settled) return;
  const entries = await entriesOf(act, settled.id);
  const sumOf = (account: string) => entries.filter((entry) => entry.ledgerAccount === account).reduce((sum, entry) => sum + Number(entry.cents), 0);
  await reverseOperation(act, settled.id);
  await execute(act, 'UPDATE claims SET adjustment_cents = adjustment_cents + ?, patient_cents = patient_cents - ? WHERE id = ?', [sumOf('receivable-payer'), sumOf('receivable-patient'), claim.id]);
  await execute(act, "UPDATE charge_items SET status = 'billed', version = version + 1 WHERE status = 'entered-in-error' AND id IN (SELECT charge_item_id FROM claim_lines WHERE claim_id = ?)", [claim.id]);
}
