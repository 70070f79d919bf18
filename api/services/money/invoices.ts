import { newId } from '../../../db/newId';
import { addDays } from '../../../domain/calendar/zone';
import { type Act, execute, selectOne } from '../../http/act';
import { tellCollection } from './collection/tellCollection';
import { nextNumber } from './numbers';
import { fulfilWish } from './plans/wish';
import { hospitalDay } from '../staff/hospitalZone';

export const DUE_AFTER_DAYS = 30;

/** What is paid on an invoice `i`, or given up: reversed payments and write-offs do not count. */
export const SETTLED_OF_INVOICE = `CAST(COALESCE((SELECT SUM(p.cents) FROM payments p LEFT JOIN ledger_operations r ON r.reverses_id = p.operation_id WHERE p.invoice_id = i.id AND r.id IS NULL), 0)
  + COALESCE((SELECT SUM(m.cents) FROM money_requests m WHERE m.invoice_id = i.id AND m.status = 'approved'), 0) AS SIGNED)`;

export interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly accountId: string;
  readonly claimId: string | null;
  readonly totalCents: number;
  readonly status: string;
  /** Paid or given up. */
  readonly paidCents: number;
}

export interface NewInvoice {
  readonly accountId: string;
  readonly patientId: string;
  readonly claimId: string | null;
  readonly totalCents: number;
  /** One invoice per claim, or per encounter without one. */
  readonly dedupId: string;
}

/** Invoice the patient, once per deduplication ID. Null when nothing is owed. The caller holds the account's row. */
export async function issueInvoice(act: Act, invoice: NewInvoice): Promise<string | null> {
  if (invoice.totalCents <= 0) return null;
  const known = await selectOne<{ id: string }>(act, 'SELECT id FROM invoices WHERE dedup_id = ?', [invoice.dedupId]);
  if (known) return known.id;
  const id = newId();
  const dueOn = addDays(hospitalDay(act.now), DUE_AFTER_DAYS);
  await execute(act, 'INSERT INTO invoices (id, number, account_id, claim_id, patient_id, total_cents, status, issued_at, due_on, dedup_id) VALUES (?)', [
    [id, await nextNumber(act, 'invoice'), invoice.accountId, invoice.claimId, invoice.patientId, invoice.totalCents, 'issued', act.now, dueOn, invoice.dedupId],
  ]);
  if (invoice.claimId !== null) await carryPayments(act, invoice.claimId, id);
  await fulfilWish(act, invoice.accountId);
  tellCollection(act, invoice.accountId, `invoice/${id}`);
  act.audits.push({ action: 'invoice.issued', resourceType: 'invoice', resourceId: id, patientId: invoice.patientId, detail: { totalCents: invoice.totalCents } });
  return id;
}

/** An invoice and what was paid on it; reversed payments do not count. The account's row guards both. */
export async function readInvoice(act: Act, invoiceId: string): Promise<InvoiceRow | null> {
  const row = await selectOne<InvoiceRow>(
    act,
    `SELECT i.id, i.number, i.account_id AS accountId, i.claim_id AS claimId, i.total_cents AS totalCents, i.status,
       ${SETTLED_OF_INVOICE} AS paidCents
     FROM invoices i WHERE i.id = ?`,
    [invoiceId],
  );
  return row ? { ...row, paidCents: Number(row.paidCents) } : null;
}

/** An invoice is balanced when it is paid in full, and issued again when a payment is taken back. */
export async function refreshInvoice(act: Act, invoiceId: string): Promise<void> {
  const invoice = await readInvoice(act, invoiceId);
  if (!invoice || invoice.status === 'cancelled') return;
  const status = invoice.paidCents >= invoice.totalCents ? 'balanced' : 'issued';
  if (status !== invoice.status) await execute(act, 'UPDATE invoices SET status = ?, version = version + 1 WHERE id = ?', [status, invoiceId]);
}

/** A claim that was opened again has a new invoice: what was paid or given up on the cancelled one counts for it. */
async function carryPayments(act: Act, claimId: string, invoiceId: string): Promise<void> {
  const cancelled = "invoice_id IN (SELECT id FROM invoices WHERE claim_id = ? AND status = 'cancelled')";
  const moved = await execute(act, `UPDATE payments SET invoice_id = ? WHERE ${cancelled}`, [invoiceId, claimId]);
  const givenUp = await execute(act, `UPDATE money_requests SET invoice_id = ? WHERE ${cancelled}`, [invoiceId, claimId]);
  if (moved + givenUp > 0) await refreshInvoice(act, invoiceId);
}
