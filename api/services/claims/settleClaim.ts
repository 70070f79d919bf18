import { patientTransferEntries, writeOffEntries } from '../../../domain/ledger/entries';
import { formatDollars } from '../../../domain/money';
import { type Act, execute } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { lockAccount } from '../money/accounts';
import { issueInvoice } from '../money/invoices';
import { postOperation } from '../money/ledger';
import { type ClaimRow, lockClaim, openCents } from './claimRow';
import { recordClaimEvent } from './events';

export const SETTLEMENTS = ['paid', 'bill-patient', 'write-off', 'self-pay'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

export interface SettledBill {
  readonly patientCents: number;
  readonly invoiceId: string | null;
}

/**
 * Close a claim by a decision: what is still open goes to the patient or is written off, and the patient is invoiced for their whole
 * share. Doing it again changes nothing. The caller holds the claim's row.
 */
export async function settleClaim(act: Act, claim: ClaimRow, how: Settlement): Promise<SettledBill> {
  if (claim.status === 'entered-in-error') throw unprocessable('claim-closed', 'This claim was entered in error.');
  const account = await lockAccount(act, claim.accountId);
  if (!account) throw new Error('A claim without an account cannot be in the record.');
  if (claim.closedAt === null) await close(act, claim, how);
  const { patientCents } = (await lockClaim(act, claim.id)) ?? claim;
  const invoiceId = await issueInvoice(act, { accountId: claim.accountId, patientId: claim.patientId, claimId: claim.id, totalCents: patientCents, dedupId: `claim/${claim.id}` });
  return { patientCents, invoiceId };
}

async function close(act: Act, claim: ClaimRow, how: Settlement): Promise<void> {
  const open = openCents(claim);
  if (how === 'paid' && open !== 0) throw unprocessable('claim-open', `${formatDollars(open)} of this claim is open: appeal it, bill the patient or write it off.`);
  if (open > 0) await dispose(act, claim, open, how);
  const status = how === 'paid' ? 'paid' : 'closed';
  await execute(
    act,
    `UPDATE claims SET status = ?, stuck_cause = NULL, stuck_fingerprint = NULL, stuck_detail_enc = NULL, hold_until = NULL, next_deadline_at = NULL, closed_at = ?,
       version = version + 1, updated_at = ? WHERE id = ?`,
    [status, act.now, act.now, claim.id],
  );
  await recordClaimEvent(act, { claimId: claim.id, kind: 'settled', detail: { text: WORDS[how], how }, dedupId: `claim/${claim.id}/settled` });
  act.audits.push({ action: 'claim.settled', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { how, openCents: open } });
}

/** Move the rest: to the patient, or given up. Both are decisions on record, never a side effect of a denial (openemr#7186). */
async function dispose(act: Act, claim: ClaimRow, open: number, how: Settlement): Promise<void> {
  const place = { accountId: claim.accountId, claimId: claim.id };
  const toPatient = how !== 'write-off';
  await postOperation(act, {
    kind: toPatient ? 'patient-transfer' : 'write-off', dedupId: `claim/${claim.id}/settlement`,
    entries: toPatient ? patientTransferEntries(place, open) : writeOffEntries(place, open, 'receivable-payer'),
  });
  await execute(act, 'UPDATE claims SET adjustment_cents = adjustment_cents + ?, patient_cents = patient_cents + ? WHERE id = ?', [open, toPatient ? open : 0, claim.id]);
  await recordClaimEvent(act, { claimId: claim.id, kind: toPatient ? 'patient-billed' : 'written-off', detail: { text: formatDollars(open), cents: open }, dedupId: `claim/${claim.id}/disposed` });
}

const WORDS: Readonly<Record<Settlement, string>> = {
  paid: 'Settled by the payer', 'bill-patient': 'The rest is billed to the patient', 'write-off': 'The rest is written off', 'self-pay': 'Billed to the patient instead of the payer',
};
