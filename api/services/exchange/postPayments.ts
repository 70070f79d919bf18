import { createHash } from 'node:crypto';
import { newId } from '../../../db/newId';
import { remittanceDifference } from '../../../domain/ledger/providerAdjustments';
import { type ClaimPayment } from '../../../interop/x12';
import { type Act, execute } from '../../http/act';
import { writeCommands } from '../../temporal/outbox';
import { answerOfPayment } from '../payer/answerOfPayment';
import { type AnswerAt, postAnswer, type Posted, queueAnswer, queueStrangers } from '../payer/postAnswer';
import { keepAdjustments, lockClaims, postAdjustments } from '../payer/postRemittance';
import { refreshRemittance } from '../payer/remittanceRows';
import { tellWorkflow } from '../payer/tellWorkflow';
import { type RemittanceFound } from './checkFile';

/** Claims posted together: locked in the order of their IDs, and no more than these in memory. */
const TOGETHER = 200;
/** Claims of a file whose open pages hear of it at once; the pages of the others see it when they next look. */
const MOST_TOLD = 5_000;

export interface Tally {
  posted: number;
  /** For a person: unmatched, or out of balance. */
  queued: number;
  /** Nothing to post. */
  ignored: number;
}

/**
 * Posts one 835 of a file as its claim payments are read, however many there are. The same payment (payer and trace number) in another
 * file, of whatever name, is not posted again (openemr#10681). Everything happens in the act's transaction: all of the file or nothing.
 */
export class PaymentPosting {
  readonly tally: Tally = { posted: 0, queued: 0, ignored: 0 };
  private readonly waiting: ClaimPayment[] = [];
  private readonly balances: boolean;
  private sequence = 0;
  /** Claims whose last answer so far undoes one; told when nothing follows it. */
  private readonly undone = new Map<string, { readonly answerId: string; readonly outcome: 'reversed' | 'voided' }>();

  private constructor(private readonly act: Act, private readonly remittanceId: string, private readonly payerId: string, private readonly remittance: RemittanceFound) {
    const { paidCents, providerAdjustments } = remittance;
    this.balances = remittanceDifference({ paymentCents: signedPayment(remittance), paidCents: [paidCents], adjustmentCents: providerAdjustments.map(({ cents }) => cents) }) === 0;
  }

  /** Put the payment on record; null when it is there already. */
  static async open(act: Act, payerId: string, remittance: RemittanceFound, file: { id: string; hash: Buffer; ordinal: number }): Promise<PaymentPosting | null> {
    const remittanceId = newId();
    const { payment, trace } = remittance.header;
    const contentHash = file.ordinal === 0 ? file.hash : createHash('sha256').update(file.hash).update(String(file.ordinal)).digest();
    const inserted = await execute(
      act,
      'INSERT IGNORE INTO remittances (id, payer_id, trace_number, content_hash, file_id, payment_cents, status, received_at, source, method, paid_on) VALUES (?)',
      [[remittanceId, payerId, trace.number, contentHash, file.id, signedPayment(remittance), 'received', act.now, 'x12', payment.method, payment.date]],
    );
    return inserted === 0 ? null : new PaymentPosting(act, remittanceId, payerId, remittance);
  }

  async take(payment: ClaimPayment): Promise<void> {
    this.waiting.push(payment);
    if (this.waiting.length >= TOGETHER) await this.postWaiting();
  }

  /** The 835 is over: its provider-level adjustments, its state, its place on the audit trail. */
  async close(): Promise<void> {
    await this.postWaiting();
    for (const [claimId, { answerId, outcome }] of this.undone) await tellWorkflow(this.act, claimId, { remittanceClaimId: answerId, outcome, patientCents: 0 });
    const adjustments = this.remittance.providerAdjustments.map(({ reason, reference, cents }) => ({ reason, reference: reference ?? null, cents }));
    await keepAdjustments(this.act, this.remittanceId, adjustments);
    if (this.balances) await postAdjustments(this.act, this.remittanceId);
    await refreshRemittance(this.act, this.remittanceId);
    this.act.audits.push({ action: 'remittance.received', resourceType: 'remittance', resourceId: this.remittanceId, detail: { claims: this.sequence, paymentCents: signedPayment(this.remittance) } });
  }

  private async postWaiting(): Promise<void> {
    const payments = this.waiting.splice(0);
    const claimIds = await lockClaims(this.act, this.payerId, payments.map(({ patientControlNumber }) => patientControlNumber));
    const strangers: AnswerAt[] = [];
    for (const payment of payments) {
      const at = { remittanceId: this.remittanceId, sequence: (this.sequence += 1), answer: answerOfPayment(payment) };
      const claimId = claimIds.get(payment.patientControlNumber);
      if (claimId === undefined) strangers.push(at);
      else this.count(await this.post(at, claimId));
    }
    await queueStrangers(this.act, strangers, this.balances);
    this.tally.queued += strangers.length;
    // Written now so that they do not pile up in memory; the relay sees them when the transaction commits.
    await writeCommands(this.act);
    this.act.commands.length = 0;
    this.act.announcements.splice(MOST_TOLD);
  }

  private async post(at: AnswerAt, claimId: string): Promise<Posted> {
    if (!this.balances) return queueAnswer(this.act, at, { state: 'unbalanced', reason: 'remittance-out-of-balance', claimId });
    const posted = await postAnswer(this.act, claimId, at);
    if (posted.state !== 'posted') return posted;
    if (posted.outcome === 'reversed' || posted.outcome === 'voided') this.undone.set(claimId, { answerId: posted.answerId, outcome: posted.outcome });
    else this.undone.delete(claimId);
    return posted;
  }

  private count({ state }: Posted): void {
    if (state === 'posted') this.tally.posted += 1;
    else if (state === 'ignored') this.tally.ignored += 1;
    else this.tally.queued += 1;
  }
}

function signedPayment({ header: { payment } }: RemittanceFound): number {
  return payment.direction === 'D' ? -payment.amountCents : payment.amountCents;
}
