import { type Act, execute, selectOne } from '../../http/act';
import { issueInvoice, refreshInvoice } from '../money/invoices';
import { type ClaimRow } from './claimRow';

/**
 * The patient's invoice for their whole share of a claim, once. A claim that was opened again may come to another share: its earlier
 * invoice is cancelled then, what was paid on it counts on the new one, and nobody is asked twice. The caller holds the account's row.
 */
export async function invoiceShare(act: Act, claim: Pick<ClaimRow, 'id' | 'accountId' | 'patientId' | 'life'>, patientCents: number): Promise<string | null> {
  const earlier = await selectOne<{ id: string; totalCents: number }>(act, "SELECT id, total_cents AS totalCents FROM invoices WHERE claim_id = ? AND status <> 'cancelled' ORDER BY issued_at DESC, id DESC LIMIT 1", [claim.id]);
  if (earlier && Number(earlier.totalCents) === patientCents) return earlier.id;
  if (earlier) await execute(act, "UPDATE invoices SET status = 'cancelled', version = version + 1 WHERE id = ?", [earlier.id]);
  const dedupId = claim.life === 1 ? `claim/${claim.id}` : `claim/${claim.id}/${claim.life}`;
  const invoiceId = await issueInvoice(act, { accountId: claim.accountId, patientId: claim.patientId, claimId: claim.id, totalCents: patientCents, dedupId });
  if (earlier && invoiceId) {
    for (const table of ['payments', 'money_requests']) await execute(act, `UPDATE ${table} SET invoice_id = ? WHERE invoice_id = ?`, [invoiceId, earlier.id]);
    await refreshInvoice(act, invoiceId);
  }
  return invoiceId;
}
