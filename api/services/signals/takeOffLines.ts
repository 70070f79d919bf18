import { chargeEntries } from '../../../domain/ledger/entries';
import { formatDollars, sumCents } from '../../../domain/money';
import { type Act, execute } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { type ClaimRow, readLines } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { lockAccount } from '../money/accounts';
import { postOperation } from '../money/ledger';

/**
 * A person takes lines off a claim that no payer has answered: what was billed twice or in parts was never due. Each charge is taken back in
 * the ledger; the lines that stay are numbered anew. The caller holds the claim's row.
 */
export async function takeOffLines(act: Act, claim: ClaimRow, numbers: readonly number[], dedupId: string): Promise<void> {
  if (claim.payerClaimNumber !== null || claim.paidCents !== 0 || claim.adjustmentCents !== 0) throw unprocessable('adjudicated-already', 'The payer has answered this claim: void it, or release it.');
  const lines = await readLines(act, claim.id);
  const off = lines.filter(({ number }) => numbers.includes(number));
  if (off.length === 0) throw unprocessable('nothing-to-correct', 'Choose the lines to take off, or release the claim.');
  if (off.length === lines.length) throw unprocessable('nothing-left', 'Nothing would be left to bill: void the claim instead.');
  await lockAccount(act, claim.accountId);
  for (const { id, chargeItemId, chargeCents } of off) {
    await execute(act, 'DELETE FROM claim_lines WHERE id = ?', [id]);
    if (chargeItemId !== null) await execute(act, "UPDATE charge_items SET status = 'entered-in-error', version = version + 1 WHERE id = ?", [chargeItemId]);
    if (Number(chargeCents) > 0) await postOperation(act, { kind: 'charge-change', dedupId: `claim-line/${id}/taken-off`, entries: chargeEntries({ accountId: claim.accountId, chargeItemId }, -Number(chargeCents), 'payer') });
  }
  const stay = lines.filter(({ number }) => !numbers.includes(number));
  // In order, so that no two lines ever have one number.
  for (const [index, { id }] of stay.entries()) await execute(act, 'UPDATE claim_lines SET number = ? WHERE id = ?', [index + 1, id]);
  const offCents = sumCents(off.map(({ chargeCents }) => Number(chargeCents)));
  await execute(act, 'UPDATE claims SET charge_cents = charge_cents - ?, version = version + 1, updated_at = ? WHERE id = ?', [offCents, act.now, claim.id]);
  await execute(act, 'UPDATE journeys SET money_cents = money_cents - ?, updated_at = ? WHERE claim_id = ?', [offCents, act.now, claim.id]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'lines-taken-off', detail: { text: `${off.map(({ number }) => `Line ${number}`).join(', ')}: ${formatDollars(offCents)}`, cents: offCents }, dedupId });
  act.audits.push({ action: 'claim.lines-taken-off', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { lines: off.map(({ number }) => number), cents: offCents } });
}
