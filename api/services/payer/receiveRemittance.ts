import { createHash } from 'node:crypto';
import { newId } from '../../../db/newId';
import { parseX12, type Remittance } from '../../../interop/x12';
import { type Act, execute } from '../../http/act';
import { answerOfPayment } from './answerOfPayment';
import { type Posted } from './postAnswer';
import { postRemittance } from './postRemittance';

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
 * payment (payer and trace number) is the same payment (openemr#10681). Amounts that do not balance are no fault of the file: they go
 * to the queue.
 */
export async function receiveRemittance(act: Act, payerId: string, text: string): Promise<ReceivedRemittance> {
  const remittance = readRemittance(text);
  const { payment, trace, claims, providerAdjustments } = remittance;
  const remittanceId = newId();
  const contentHash = createHash('sha256').update(text).digest();
  const sealed = act.database.cipher.seal({ table: 'remittances', column: 'content_enc', id: remittanceId }, text);
  const paymentCents = payment.direction === 'D' ? -payment.amountCents : payment.amountCents;
  const inserted = await execute(act, 'INSERT IGNORE INTO remittances (id, payer_id, trace_number, content_hash, content_enc, payment_cents, status, received_at, source, method, paid_on) VALUES (?)', [
    [remittanceId, payerId, trace.number, contentHash, sealed, paymentCents, 'received', act.now, 'x12', payment.method, payment.date],
  ]);
  if (inserted === 0) return { remittanceId: null, answers: [] };
  const answers = await postRemittance(act, {
    remittanceId, payerId, paymentCents, answers: claims.map(answerOfPayment),
    providerAdjustments: providerAdjustments.map(({ reason, reference, cents }) => ({ reason, reference: reference ?? null, cents })),
  });
  act.audits.push({ action: 'remittance.received', resourceType: 'remittance', resourceId: remittanceId, detail: { claims: answers.length, paymentCents } });
  return { remittanceId, answers };
}

function readRemittance(text: string): Remittance {
  const parsed = parseX12(text, { allowImbalance: true });
  if (!parsed.ok) throw new UnreadableRemittance(parsed.problems.map(({ message }) => message));
  const sets = parsed.interchanges.flatMap((interchange) => interchange.groups.flatMap((group) => group.transactions));
  const remittances = sets.filter((set): set is Remittance => set.set === '835');
  const [remittance] = remittances;
  if (!remittance || remittances.length !== 1 || sets.length !== 1) throw new UnreadableRemittance(['Send one file per payment: exactly one 835 in it.']);
  return remittance;
}
