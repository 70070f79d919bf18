import { type EntryDraft } from '../../../domain/ledger/operation';
import { type Act, execute, select, selectOne } from '../../http/act';
import { type ClaimRow, lockClaim } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { accountOfEncounter, lockAccount } from './accounts';
import { postOperation } from './ledger';

/**
 * Undo the claims of an encounter that was entered in error: what its remittances moved is reversed, and it leaves every queue.
 * A claim that is at the payer should be voided there; the story says so. Returns the number of claims undone. The caller holds the encounter's row.
 */
export async function undoClaimsOf(act: Act, encounterId: string): Promise<number> {
  const claims = await select<{ id: string }>(act, "SELECT id FROM claims WHERE encounter_id = ? AND status <> 'entered-in-error' AND NOT (status = 'voided' AND void_disposal = 'cancel-charges') ORDER BY id FOR UPDATE", [encounterId]);
  for (const { id } of claims) {
    const claim = await lockClaim(act, id);
    if (claim) await undoClaim(act, claim);
  }
  return claims.length;
}

/** Undo every charge of an encounter: the ledger gets the exact negative of each, and nothing is left to bill. Returns the number undone. */
export async function undoCharges(act: Act, encounterId: string): Promise<number> {
  const account = await accountOfEncounter(act, encounterId);
  if (!account) return 0;
  await lockAccount(act, account.id);
  const charges = await select<{ id: string }>(act, "SELECT id FROM charge_items WHERE encounter_id = ? AND status <> 'entered-in-error' ORDER BY id FOR UPDATE", [encounterId]);
  for (const { id } of charges) await undoCharge(act, id);
  await execute(act, "UPDATE charge_items SET status = 'entered-in-error', version = version + 1 WHERE encounter_id = ? AND status <> 'entered-in-error'", [encounterId]);
  await execute(act, "UPDATE invoices SET status = 'cancelled', version = version + 1 WHERE account_id = ? AND status IN ('draft', 'issued')", [account.id]);
  await execute(act, "UPDATE accounts SET status = 'entered-in-error', version = version + 1 WHERE id = ?", [account.id]);
  act.audits.push({ action: 'charges.undone', resourceType: 'account', resourceId: account.id, patientId: account.patientId, detail: { charges: charges.length } });
  return charges.length;
}

/** Take one charge out of the ledger, e.g. one that is not billable. Again is nothing. */
export async function undoCharge(act: Act, chargeItemId: string): Promise<void> {
  await postNegative(act, `charge/${chargeItemId}/undone`, 'charge_item_id', chargeItemId);
}

/** Undo one claim. The caller holds its row. */
export async function undoClaim(act: Act, claim: ClaimRow): Promise<void> {
  await lockAccount(act, claim.accountId);
  await postNegative(act, `claim/${claim.id}/undone`, 'claim_id', claim.id);
  const wasSent = await selectOne(act, 'SELECT id FROM claim_submissions WHERE claim_id = ? LIMIT 1', [claim.id]);
  await execute(
    act,
    `UPDATE claims SET status = 'entered-in-error', paid_cents = 0, adjustment_cents = charge_cents, patient_cents = 0, stuck_cause = NULL, stuck_fingerprint = NULL, stuck_detail_enc = NULL,
       next_deadline_at = NULL, hold_until = NULL, closed_at = ?, version = version + 1, updated_at = ? WHERE id = ?`,
    [act.now, act.now, claim.id],
  );
  await recordClaimEvent(act, { claimId: claim.id, kind: 'undone', detail: { text: wasSent ? 'The payer has a copy: void it there.' : 'Never sent.' }, dedupId: `claim/${claim.id}/undone` });
  act.audits.push({ action: 'claim.undone', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
}

/** The negative of all that stands in the ledger under a claim or charge, account by account. */
async function postNegative(act: Act, dedupId: string, column: 'claim_id' | 'charge_item_id', id: string): Promise<void> {
  const rows = await select<EntryDraft>(
    act,
    `SELECT ledger_account AS ledgerAccount, account_id AS accountId, claim_id AS claimId, charge_item_id AS chargeItemId, CAST(-SUM(cents) AS SIGNED) AS cents
     FROM ledger_entries WHERE ${column} = ? GROUP BY ledger_account, account_id, claim_id, charge_item_id HAVING SUM(cents) <> 0 ORDER BY ledger_account`,
    [id],
  );
  if (rows.length === 0) return;
  // Cash that came in stays in: it is owed back to the payer.
  const entries = rows.map((row) => ({ ...row, cents: Number(row.cents), ledgerAccount: row.ledgerAccount === 'cash' ? ('payer-credit' as const) : row.ledgerAccount }));
  await postOperation(act, { kind: 'reversal', dedupId, entries });
}
