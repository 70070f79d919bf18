import { newId } from '../../../db/newId';
import { patientPaymentEntries } from '../../../domain/ledger/entries';
import { formatDollars } from '../../../domain/money';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, notFound, unprocessable } from '../../http/problem';
import { type AccountBalance, balanceOfAccount, lockAccount } from './accounts';
import { readInvoice, refreshInvoice } from './invoices';
import { postOperation, reverseOperation } from './ledger';
import { refreshPlan } from './plans/plans';

export const PAYMENT_METHODS = { cash: 'Cash', card: 'Card', check: 'Check', transfer: 'Bank transfer' } as const;
export type PaymentMethod = keyof typeof PAYMENT_METHODS;

export interface NewPayment {
  readonly accountId: string;
  readonly invoiceId: string | null;
  readonly cents: number;
  readonly method: PaymentMethod;
  /** Check or receipt number, never a card number; taken once per account and method. */
  readonly reference: string | null;
}

export interface TakenPayment {
  readonly id: string;
  readonly accountId: string;
  readonly invoiceId: string | null;
  readonly cents: number;
  readonly method: PaymentMethod;
  readonly receivedAt: string;
  readonly invoiceStatus: string | null;
  readonly balance: AccountBalance;
}

/**
 * Take a patient's payment. The account's row is held from before the balance is read until commit, so that payments made side by
 * side come one after the other (hmislk PR#23833); the Idempotency-Key answers a double click with the first payment (hmislk#19155),
 * and an invoice takes no more than it asks for.
 */
export async function takePayment(act: Act, payment: NewPayment): Promise<TakenPayment> {
  const account = await lockAccount(act, payment.accountId);
  if (!account || account.status === 'entered-in-error') throw notFound();
  if (payment.invoiceId !== null) await requireOpenInvoice(act, payment.invoiceId, payment);
  const id = newId();
  const referenceIndex = payment.reference === null ? null : act.database.cipher.blindIndex('payment-reference', payment.reference);
  if (referenceIndex) await requireNewReference(act, payment, referenceIndex);
  const { operationId } = await postOperation(act, { kind: 'patient-payment', dedupId: `payment/${id}`, entries: patientPaymentEntries({ accountId: account.id }, payment.cents) });
  const sealed = payment.reference === null ? null : act.database.cipher.seal({ table: 'payments', column: 'reference_enc', id }, payment.reference);
  await execute(
    act,
    'INSERT INTO payments (id, account_id, invoice_id, claim_id, payer_kind, method, cents, received_at, operation_id, dedup_id, created_at, reference_index, reference_enc) VALUES (?)',
    [[id, account.id, payment.invoiceId, null, 'patient', payment.method, payment.cents, act.now, operationId, `payment/${id}`, act.now, referenceIndex, sealed]],
  );
  if (payment.invoiceId !== null) await refreshInvoice(act, payment.invoiceId);
  await refreshPlan(act, account.id);
  act.audits.push({ action: 'payment.taken', resourceType: 'payment', resourceId: id, patientId: account.patientId, detail: { cents: payment.cents, method: payment.method } });
  const invoice = payment.invoiceId === null ? null : await readInvoice(act, payment.invoiceId);
  return {
    id, accountId: account.id, invoiceId: payment.invoiceId, cents: payment.cents, method: payment.method, receivedAt: act.now.toISOString(),
    invoiceStatus: invoice?.status ?? null, balance: await balanceOfAccount(act, account.id),
  };
}

/** Take a payment back that was entered by mistake: an exact reversal, never a deletion. */
export async function reversePayment(act: Act, paymentId: string, reason: string): Promise<{ id: string; balance: AccountBalance }> {
  const payment = await selectOne<{ accountId: string; invoiceId: string | null; operationId: string; cents: number }>(
    act,
    'SELECT account_id AS accountId, invoice_id AS invoiceId, operation_id AS operationId, cents FROM payments WHERE id = ?',
    [paymentId],
  );
  const account = payment ? await lockAccount(act, payment.accountId) : null;
  if (!payment || !account) throw notFound();
  const { posted } = await reverseOperation(act, payment.operationId);
  if (!posted) throw conflict('payment-reversed', 'This payment was taken back already.');
  // The check or receipt number is free again, for the payment as it should have been entered.
  await execute(act, 'UPDATE payments SET reference_index = NULL WHERE id = ?', [paymentId]);
  if (payment.invoiceId !== null) await refreshInvoice(act, payment.invoiceId);
  await refreshPlan(act, account.id);
  act.audits.push({ action: 'payment.reversed', resourceType: 'payment', resourceId: paymentId, patientId: account.patientId, detail: { cents: payment.cents, reason } });
  return { id: paymentId, balance: await balanceOfAccount(act, account.id) };
}

async function requireOpenInvoice(act: Act, invoiceId: string, payment: NewPayment): Promise<void> {
  const invoice = await readInvoice(act, invoiceId);
  if (!invoice || invoice.accountId !== payment.accountId) throw notFound();
  const open = invoice.totalCents - invoice.paidCents;
  if (invoice.status !== 'issued' || open <= 0) throw unprocessable('invoice-settled', 'This invoice is settled already. Nothing was taken.');
  if (payment.cents > open) throw unprocessable('more-than-owed', `This invoice has ${formatDollars(open)} open. Take that, or post the payment to the account.`);
}

async function requireNewReference(act: Act, payment: NewPayment, referenceIndex: Buffer): Promise<void> {
  const known = await selectOne<{ id: string }>(act, 'SELECT id FROM payments WHERE account_id = ? AND method = ? AND reference_index = ?', [payment.accountId, payment.method, referenceIndex]);
  if (known) throw conflict('payment-known', 'A payment with this number is posted to this account already.');
}
