import { type Act, selectOne } from '../../http/act';
import { accountOfEncounter, balanceOfAccount, lockAccount } from './accounts';
import { type BilledEncounter } from './capture/billedEncounter';
import { issueInvoice } from './invoices';

/** Invoice the patient for an encounter no payer is asked for: all that the patient owes on its account, once. The caller holds the encounter's row. */
export async function billPatient(act: Act, encounter: BilledEncounter): Promise<{ invoiceId: string | null; totalCents: number }> {
  const account = await accountOfEncounter(act, encounter.id);
  if (!account) return { invoiceId: null, totalCents: 0 };
  await lockAccount(act, account.id);
  const dedupId = `encounter/${encounter.id}`;
  const known = await selectOne<{ id: string; totalCents: number }>(act, 'SELECT id, total_cents AS totalCents FROM invoices WHERE dedup_id = ?', [dedupId]);
  if (known) return { invoiceId: known.id, totalCents: Number(known.totalCents) };
  const { patientCents } = await balanceOfAccount(act, account.id);
  const totalCents = Math.max(0, patientCents);
  return { invoiceId: await issueInvoice(act, { accountId: account.id, patientId: encounter.patientId, claimId: null, totalCents, dedupId }), totalCents };
}
