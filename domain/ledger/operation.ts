import { type Cents, cents, sumCents } from '../money';
import { isLedgerAccount, type LedgerAccount } from './accounts';

/** Why money moved. */
export const OPERATION_KINDS = {
  charge: 'Service charged',
  'charge-change': 'Charge corrected before it was billed',
  'remittance-claim': 'Payer settled a claim',
  'provider-adjustment': 'Payer adjusted its payment as a whole',
  'payer-overpayment': 'Payer paid for no claim of ours: owed back',
  'patient-transfer': 'Balance handed to the patient',
  'payer-transfer': 'Patient’s share passed on to the next payer',
  'write-off': 'Balance written off',
  'patient-payment': 'Patient paid',
  refund: 'Patient was paid back',
  'payer-refund': 'Overpayment paid back to a payer',
  reversal: 'Operation reversed',
} as const;
export type OperationKind = keyof typeof OPERATION_KINDS;

/** One side of an operation. `cents`: debit positive, credit negative, never zero. */
export interface EntryDraft {
  readonly ledgerAccount: LedgerAccount;
  readonly cents: number;
  /** The patient's account (accounts.id). */
  readonly accountId?: string | null;
  readonly claimId?: string | null;
  readonly chargeItemId?: string | null;
}

/** Entries that may not enter the ledger. */
export class BadOperation extends Error {
  override readonly name = 'BadOperation';
}

/** Refuse what is not a balanced double entry: no entries, a zero or fractional one, an unknown account, a sum other than zero. */
export function checkOperation(entries: readonly EntryDraft[]): void {
  if (entries.length < 2) throw new BadOperation('An operation needs at least two entries.');
  for (const entry of entries) {
    if (!isLedgerAccount(entry.ledgerAccount)) throw new BadOperation(`There is no ledger account ${String(entry.ledgerAccount)}.`);
    if (!Number.isSafeInteger(entry.cents) || entry.cents === 0) throw new BadOperation('An entry is a whole number of cents other than zero.');
  }
  const total = sumCents(entries.map((entry) => entry.cents));
  if (total !== 0) throw new BadOperation(`The entries are out of balance by ${total} cents.`);
}

/** The exact negative, entry by entry: an operation and its reversal leave every balance as it was. */
export function reversalOf(entries: readonly EntryDraft[]): EntryDraft[] {
  return entries.map((entry) => ({ ...entry, cents: cents(-entry.cents) }));
}

/** What an account stands at after these entries, in cents (debit positive). */
export function balanceOf(entries: Iterable<EntryDraft>, account: LedgerAccount): Cents {
  let total = 0;
  for (const entry of entries) if (entry.ledgerAccount === account) total += entry.cents;
  return cents(total);
}
