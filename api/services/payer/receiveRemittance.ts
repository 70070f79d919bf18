import { createHash } from 'node:crypto';
import { newId } from '../../../db/newId';
import { providerAdjustmentEntries } from '../../../domain/ledger/entries';
import { parseX12, type Remittance } from '../../../interop/x12';
import { type Act, execute, select } from '../../http/act';
import { postOperation } from '../money/ledger';
import { postAnswer, type Posted, tellWorkflow } from './postAnswer';

export interface ReceivedRemittance {
  /** Null: the very same file or payment was received before, and nothing was posted now. */
  readonly remittanceId: string | null;
  readonly answers: readonly Posted[];
}

/** A file that is no readable 835; nothing was posted. */
export class UnreadableRemittance extends Error {
  override readonly name = 'UnreadableRemittance';
  constructor(readonly problems: readonly string[]) {
    super('This file is no 835 that can be read.');
  }
}

/**
 * Take in an 835 and post it, once: the same bytes under another file name are the same file, and another file about the same
 * payment (payer and trace number) is the same payment (openemr#10681). Claims are locked in the order of their IDs, so that two files
 * about the same claims wait for each other instead of deadlocking.
 */
export async function receiveRemittance(act: Act, payerId: string, text: string): Promise<ReceivedRemittance> {
  const remittance = readRemittance(text);
  const remittanceId = newId();
  const contentHash = createHash('sha256').update(text).digest();
  const sealed = act.database.cipher.seal({ table: 'remittances', column: 'content_enc', id: remittanceId }, text);
  const amount = remittance.payment.direction === 'D' ? -remittance.payment.amountCents : remittance.payment.amountCents;
  const inserted = await execute(act, 'INSERT IGNORE INTO remittances (id, payer_id, trace_number, content_hash, content_enc, payment_cents, status, received_at) VALUES (?)', [
    [remittanceId, payerId, remittance.trace.number, contentHash, sealed, amount, 'received', act.now],
  ]);
  if (inserted === 0) return { remittanceId: null, answers: [] };
  const answers = await postAll(act, payerId, remittanceId, remittance);
  for (const [index, adjustment] of remittance.providerAdjustments.entries()) {
    if (adjustment.cents === 0) continue;
    await postOperation(act, { kind: 'provider-adjustment', dedupId: `remittance/${remittanceId}/plb/${index}`, entries: providerAdjustmentEntries(adjustment.cents) });
  }
  const queued = answers.some((answer) => answer.state === 'unmatched' || answer.state === 'unbalanced');
  await execute(act, 'UPDATE remittances SET status = ?, posted_at = ? WHERE id = ?', [queued ? 'part-posted' : 'posted', act.now, remittanceId]);
  act.audits.push({ action: 'remittance.received', resourceType: 'remittance', resourceId: remittanceId, detail: { claims: answers.length, paymentCents: amount } });
  return { remittanceId, answers };
}

async function postAll(act: Act, payerId: string, remittanceId: string, remittance: Remittance): Promise<Posted[]> {
  const claimIds = await lockClaims(act, payerId, remittance.claims.map((payment) => payment.patientControlNumber));
  const answers: Posted[] = [];
  for (const [index, payment] of remittance.claims.entries()) {
    const claimId = claimIds.get(payment.patientControlNumber) ?? null;
    const posted = await postAnswer(act, claimId, { remittanceId, sequence: index + 1, payment });
    answers.push(posted);
    const isLastOfClaim = !remittance.claims.slice(index + 1).some((later) => later.patientControlNumber === payment.patientControlNumber);
    if (claimId !== null && isLastOfClaim && posted.state === 'posted' && (posted.outcome === 'reversed' || posted.outcome === 'voided')) {
      tellWorkflow(act, claimId, { remittanceClaimId: posted.answerId, outcome: posted.outcome, patientCents: 0 }); // nothing follows this reversal
    }
  }
  return answers;
}

async function lockClaims(act: Act, payerId: string, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await select<{ id: string; number: string }>(act, 'SELECT id, number FROM claims WHERE number IN (:numbers) AND payer_id = :payerId ORDER BY id FOR UPDATE', { numbers: [...new Set(numbers)], payerId });
  return new Map(rows.map((row) => [row.number, row.id]));
}

function readRemittance(text: string): Remittance {
  const parsed = parseX12(text);
  if (!parsed.ok) throw new UnreadableRemittance(parsed.problems.map(({ message }) => message));
  const sets = parsed.interchanges.flatMap((interchange) => interchange.groups.flatMap((group) => group.transactions));
  const remittances = sets.filter((set): set is Remittance => set.set === '835');
  const [remittance] = remittances;
  if (!remittance || remittances.length !== 1 || sets.length !== 1) throw new UnreadableRemittance(['Send one file per payment: exactly one 835 in it.']);
  return remittance;
}
