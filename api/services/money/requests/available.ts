import { type MoneyRequestKind } from '../../../../domain/ledger/moneyRequests';
import { formatDollars } from '../../../../domain/money';
import { type Act, selectOne } from '../../../http/act';
import { notFound, unprocessable } from '../../../http/problem';
import { balanceOfAccount } from '../accounts';
import { readInvoice } from '../invoices';
import { kindsLike, type Subject } from './requestRow';

export interface Wanted extends Subject {
  readonly kind: MoneyRequestKind;
  readonly invoiceId: string | null;
  readonly cents: number;
}

/**
 * What can still be given back or up, less what is promised to other requests; `ownCents` is promised to this one. The caller holds
 * the subject's row.
 */
export async function availableCents(act: Act, wanted: Omit<Wanted, 'cents'>, ownCents = 0): Promise<number> {
  const promised = (await promisedCents(act, wanted)) - ownCents;
  if (wanted.accountId === null) return (await payerCreditCents(act, wanted.payerId ?? '')) - promised;
  const { patientCents } = await balanceOfAccount(act, wanted.accountId);
  // A credit can stand on an account that nobody paid, e.g. after a write-off was overtaken: only what came in goes out.
  if (wanted.kind === 'patient-refund') return Math.min(-patientCents, await paidByPatientCents(act, wanted.accountId)) - promised;
  const open = wanted.invoiceId === null ? Number.MAX_SAFE_INTEGER : await openOfInvoice(act, wanted.invoiceId, wanted.accountId);
  return Math.min(patientCents - promised, open);
}

/** Refuse more than there is, in words that say how much there is. */
export function requireAvailable({ kind, cents }: Pick<Wanted, 'kind' | 'cents'>, available: number): void {
  if (cents <= available) return;
  const left = formatDollars(Math.max(0, available));
  const words = kind === 'patient-refund' ? `The patient has paid ${left} too much here. No more can be refunded.` : kind === 'payer-refund' ? `${left} is owed back to this payer. No more can be refunded.` : `The patient owes ${left} here. No more can be written off.`;
  throw unprocessable('more-than-there-is', words, { errors: [{ field: 'cents', message: words }] });
}

/** What is owed back to a payer: paid twice, for no claim of ours, or carried forward. */
export async function payerCreditCents(act: Act, payerId: string): Promise<number> {
  return Number((await selectOne<{ cents: number }>(act, 'SELECT credit_cents AS cents FROM v_payer_credit WHERE payer_id = ?', [payerId]))?.cents ?? 0);
}

/** What the patient has paid in, less what was paid back. */
async function paidByPatientCents(act: Act, accountId: string): Promise<number> {
  const row = await selectOne<{ cents: number }>(
    act,
    `SELECT CAST(COALESCE((SELECT SUM(p.cents) FROM payments p LEFT JOIN ledger_operations r ON r.reverses_id = p.operation_id WHERE p.account_id = :accountId AND r.id IS NULL), 0)
       - COALESCE((SELECT SUM(m.cents) FROM money_requests m WHERE m.account_id = :accountId AND m.kind = 'patient-refund' AND m.status = 'approved'), 0) AS SIGNED) AS cents`,
    { accountId },
  );
  return Number(row?.cents ?? 0);
}

/** What is asked for and not decided yet counts as gone: two requests never promise the same money. */
async function promisedCents(act: Act, { kind, accountId, payerId }: Omit<Wanted, 'cents'>): Promise<number> {
  const row = await selectOne<{ cents: number }>(
    act,
    `SELECT CAST(COALESCE(SUM(cents), 0) AS SIGNED) AS cents FROM money_requests WHERE ${accountId === null ? 'payer_id = :payerId' : 'account_id = :accountId'} AND kind IN (:kinds) AND status = 'requested'`,
    { accountId, payerId, kinds: [...kindsLike(kind)] },
  );
  return Number(row?.cents ?? 0);
}

async function openOfInvoice(act: Act, invoiceId: string, accountId: string): Promise<number> {
  const invoice = await readInvoice(act, invoiceId);
  if (!invoice || invoice.accountId !== accountId) throw notFound();
  if (invoice.status !== 'issued') throw unprocessable('invoice-settled', 'This invoice is settled already.');
  return invoice.totalCents - invoice.paidCents;
}
