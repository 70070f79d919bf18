import { chargeEntries, patientTransferEntries, writeOffEntries } from '../../../domain/ledger/entries';
import { reversalOf } from '../../../domain/ledger/operation';
import { formatDollars } from '../../../domain/money';
import { type Act, executeLater } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { lockAccount } from '../money/accounts';
import { postOperation } from '../money/ledger';
import { closeReview, openReviewOf } from '../signals/reviewRow';
import { invoiceShare } from './claimInvoice';
import { type ClaimRow, lockClaim, openCents } from './claimRow';
import { recordClaimEvent } from './events';
import { passToNextPayer } from './nextPayer';
import { requireApprovedWriteOff } from './writeOffApproval';

export const SETTLEMENTS = ['paid', 'bill-patient', 'write-off', 'self-pay', 'void'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

export interface SettledBill {
  readonly patientCents: number;
  readonly invoiceId: string | null;
  /** Staff have sent the claim again meanwhile: nothing was settled. */
  readonly resubmissionPending?: boolean;
}

/** What settling once writes has one name per life of the claim. */
export function settlementDedupId(claim: Pick<ClaimRow, 'id' | 'life'>): string {
  return claim.life === 1 ? `claim/${claim.id}/settlement` : `claim/${claim.id}/settlement/${claim.life}`;
}

/**
 * Close a claim by a decision: what is still open goes to the patient, is written off, or was never due; the patient's share goes on to
 * their next payer, and without one the patient is invoiced for it. Doing it again changes nothing. The caller holds the claim's row.
 */
export async function settleClaim(act: Act, claim: ClaimRow, how: Settlement): Promise<SettledBill> {
  if (claim.status === 'entered-in-error' && how === 'void') return { patientCents: 0, invoiceId: null }; // undone in the house already
  if (claim.status === 'entered-in-error') throw unprocessable('claim-closed', 'This claim was entered in error.');
  if (Number(claim.resubmissionPending) === 1) return { patientCents: claim.patientCents, invoiceId: null, resubmissionPending: true };
  const account = await lockAccount(act, claim.accountId);
  if (!account) throw new Error('A claim without an account cannot be in the record.');
  if (claim.closedAt === null) {
    await close(act, claim, how);
    if (how !== 'self-pay' && how !== 'void') await passToNextPayer(act, (await lockClaim(act, claim.id)) ?? claim);
  }
  const { patientCents } = (await lockClaim(act, claim.id)) ?? claim;
  return { patientCents, invoiceId: await invoiceShare(act, claim, patientCents) };
}

async function close(act: Act, claim: ClaimRow, how: Settlement): Promise<void> {
  const open = openCents(claim);
  if (how === 'paid' && open !== 0) throw unprocessable('claim-open', `${formatDollars(open)} of this claim is open: appeal it, bill the patient or write it off.`);
  if (how === 'write-off') await requireApprovedWriteOff(act, claim);
  if (open > 0) await dispose(act, claim, open, disposalOf(claim, how));
  const status = how === 'void' ? 'voided' : how === 'paid' ? 'paid' : 'closed';
  await executeLater(
    act,
    `UPDATE claims SET status = ?, stuck_cause = NULL, stuck_fingerprint = NULL, stuck_detail_enc = NULL, hold_until = NULL, next_deadline_at = NULL, closed_at = ?,
       version = version + 1, updated_at = ? WHERE id = ?`,
    [status, act.now, act.now, claim.id],
  );
  const review = await openReviewOf(act, claim.id);
  if (review) await closeReview(act, review.id, 'gone', null);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'settled', detail: { text: WORDS[how], how }, dedupId: `${settlementDedupId(claim)}/settled` });
  act.audits.push({ action: 'claim.settled', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { how, openCents: open } });
}

type Disposal = 'bill-patient' | 'write-off' | 'cancel-charges';

function disposalOf(claim: ClaimRow, how: Settlement): Disposal {
  if (how === 'write-off') return 'write-off';
  return how === 'void' ? (claim.voidDisposal ?? 'bill-patient') : 'bill-patient';
}

/** Move the rest: to the patient, given up, or out of the books. All are decisions on record, never a side effect of a denial (openemr#7186). */
async function dispose(act: Act, claim: ClaimRow, open: number, disposal: Disposal): Promise<void> {
  const place = { accountId: claim.accountId, claimId: claim.id };
  const dedupId = settlementDedupId(claim);
  const toPatient = disposal === 'bill-patient' ? open : 0;
  switch (disposal) {
    case 'bill-patient':
      await postOperation(act, { kind: 'patient-transfer', dedupId, entries: patientTransferEntries(place, open) });
      break;
    case 'write-off':
      await postOperation(act, { kind: 'write-off', dedupId, entries: writeOffEntries(place, open, 'receivable-payer') });
      break;
    case 'cancel-charges':
      await postOperation(act, { kind: 'reversal', dedupId, entries: reversalOf(chargeEntries(place, open, 'payer')) });
      await executeLater(act, "UPDATE charge_items SET status = 'entered-in-error', version = version + 1 WHERE id IN (SELECT charge_item_id FROM claim_lines WHERE claim_id = ?)", [claim.id]);
      break;
  }
  await executeLater(act, 'UPDATE claims SET adjustment_cents = adjustment_cents + ?, patient_cents = patient_cents + ? WHERE id = ?', [open, toPatient, claim.id]);
  const kind = disposal === 'write-off' ? 'written-off' : disposal === 'bill-patient' ? 'patient-billed' : 'undone';
  await recordClaimEvent(act, { claimId: claim.id, kind, detail: { text: formatDollars(open), cents: open }, dedupId: `${dedupId}/disposed` });
}

const WORDS: Readonly<Record<Settlement, string>> = {
  paid: 'Settled by the payer', 'bill-patient': 'The rest is billed to the patient', 'write-off': 'The rest is written off', 'self-pay': 'Billed to the patient instead of the payer',
  void: 'Voided at the payer',
};
