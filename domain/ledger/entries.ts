import { type LedgerAccount } from './accounts';
import { type EntryDraft } from './operation';
import { type ProviderAdjustmentAccount } from './providerAdjustments';

/** Whose balance a movement belongs to. */
export interface LedgerPlace {
  /** None: money between a payer and the hospital, for no patient. */
  readonly accountId?: string | null;
  readonly claimId?: string | null;
  readonly chargeItemId?: string | null;
}

type Receivable = Extract<LedgerAccount, 'receivable-payer' | 'receivable-patient'>;

/** A service was charged to the payer or to the patient. */
export function chargeEntries(place: LedgerPlace, amount: number, owedBy: 'payer' | 'patient'): EntryDraft[] {
  return move(place, amount, `receivable-${owedBy}`, 'revenue');
}

/** How a payer settled one claim, as far as it moves money. What it denied stays where it is: owed by the payer. */
export interface Settlement {
  /** May be negative in a reversal. */
  readonly paidCents: number;
  readonly contractualCents: number;
  readonly patientCents: number;
}

/** Paid to cash, contract reductions given up, patient responsibility handed over; all off what the payer owed. Empty when nothing moves. */
export function settlementEntries(place: LedgerPlace, { paidCents, contractualCents, patientCents }: Settlement): EntryDraft[] {
  return [
    ...move(place, paidCents, 'cash', 'receivable-payer'),
    ...move(place, contractualCents, 'contractual-adjustment', 'receivable-payer'),
    ...move(place, patientCents, 'receivable-patient', 'receivable-payer'),
  ];
}

/** What the payer would not pay is billed to the patient. */
export function patientTransferEntries(place: LedgerPlace, amount: number): EntryDraft[] {
  return move(place, amount, 'receivable-patient', 'receivable-payer');
}

/** A person decided to give this money up. */
export function writeOffEntries(place: LedgerPlace, amount: number, from: Receivable): EntryDraft[] {
  return move(place, amount, 'write-off', from);
}

/** A patient paid; a payment beyond what is owed leaves a credit on the account. */
export function patientPaymentEntries(place: LedgerPlace, amount: number): EntryDraft[] {
  return move(place, amount, 'cash', 'receivable-patient');
}

/** A patient's credit is paid back. */
export function refundEntries(place: LedgerPlace, amount: number): EntryDraft[] {
  return move(place, amount, 'receivable-patient', 'cash');
}

/** An overpayment goes back to the payer it is owed to; it belongs to no patient. */
export function payerRefundEntries(amount: number): EntryDraft[] {
  return move({}, amount, 'payer-credit', 'cash');
}

/**
 * A payer changed its payment as a whole (PLB), for no claim of this remittance: positive was kept back from what it owes us, negative
 * was paid beyond the claims. Where it counts is said by its reason.
 */
export function providerAdjustmentEntries(amount: number, account: ProviderAdjustmentAccount = 'payer-credit'): EntryDraft[] {
  return move({}, amount, account, 'cash');
}

/** Money that came in for a claim that is not ours, or twice: it is owed back. A negative amount was taken back for no payment of ours. */
export function payerOverpaymentEntries(amount: number): EntryDraft[] {
  return move({}, amount, 'cash', 'payer-credit');
}

/** Debit one account and credit another; a negative amount goes the other way, none makes no entry. */
function move(place: LedgerPlace, amount: number, debit: LedgerAccount, credit: LedgerAccount): EntryDraft[] {
  if (amount === 0) return [];
  return [{ ...place, ledgerAccount: debit, cents: amount }, { ...place, ledgerAccount: credit, cents: -amount }];
}
