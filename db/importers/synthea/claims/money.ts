import { sumCents } from '../../../../domain/money';
import { chargeEntries, type LedgerPlace, patientPaymentEntries, settlementEntries } from '../../../../domain/ledger/entries';
import { checkOperation, type EntryDraft, type OperationKind } from '../../../../domain/ledger/operation';
import { RowRejected } from '../../failure';
import { type PaymentMethod, type Transaction } from './transaction';

/** A service line of a past claim, with what came in for it. */
export interface PastLine {
  readonly transactionId: string;
  readonly code: string;
  readonly display: string;
  readonly units: number;
  readonly on: string;
  readonly chargeCents: number;
  paidCents: number;
  adjustmentCents: number;
}

/** What a past claim came to. charge = paid + adjustments + open; open below zero was paid beyond the charge. */
export interface PastClaim {
  readonly lines: readonly PastLine[];
  readonly chargeCents: number;
  /** From payers and patient together. */
  readonly paidCents: number;
  readonly adjustmentCents: number;
  /** Of the charge, what was the patient's to pay. */
  readonly patientCents: number;
  readonly openCents: number;
  readonly charged: { readonly payer: number; readonly patient: number };
  readonly payerPaidCents: number;
  readonly patientPaid: ReadonlyMap<Exclude<PaymentMethod, 'payer'>, number>;
}

/**
 * Put a claim's transactions, in the order of the file, together: each belongs to the charge before it. `isInsured` decides
 * who owed what says nothing of it. Throws RowRejected when there is no charge, or something before the first.
 */
export function pastClaim(transactions: readonly Transaction[], isInsured: boolean): PastClaim {
  const lines: PastLine[] = [];
  const charged = { payer: 0, patient: 0 };
  const patientPaid = new Map<Exclude<PaymentMethod, 'payer'>, number>();
  let [payerPaidCents, handedOver] = [0, 0];
  for (const transaction of transactions) {
    if (transaction.type === 'charge') {
      lines.push({ transactionId: transaction.id, code: transaction.code, display: transaction.display, units: transaction.units, on: transaction.on, chargeCents: transaction.cents, paidCents: 0, adjustmentCents: 0 });
      charged[isInsured ? (transaction.owedBy ?? 'payer') : 'patient'] += transaction.cents;
    }
    const line = lines.at(-1);
    if (!line) throw new RowRejected('Id', 'names a claim whose transactions do not begin with a charge');
    line.adjustmentCents += transaction.adjustmentCents;
    if (transaction.type === 'handover') handedOver += transaction.cents;
    if (transaction.type !== 'payment') continue;
    line.paidCents += transaction.cents;
    if (transaction.method === 'payer') payerPaidCents += transaction.cents;
    else patientPaid.set(transaction.method, (patientPaid.get(transaction.method) ?? 0) + transaction.cents);
  }
  if (lines.length === 0) throw new RowRejected('Id', 'names a claim without a charge in claims_transactions.csv');
  const adjustmentCents = sumCents(lines.map((line) => line.adjustmentCents));
  // A copay is the patient's part as well, though nothing hands it over first.
  const ofPayer = Math.max(0, Math.min(charged.payer - adjustmentCents, handedOver + (patientPaid.get('copay') ?? 0)));
  const chargeCents = sumCents(lines.map((line) => line.chargeCents));
  const paidCents = sumCents(lines.map((line) => line.paidCents));
  return {
    lines, chargeCents, paidCents, adjustmentCents, patientCents: charged.patient + ofPayer, openCents: chargeCents - paidCents - adjustmentCents,
    charged, payerPaidCents, patientPaid,
  };
}

/** A claim's transactions before anybody answered it: its charges, owed by the payer it names. */
export function asSent(transactions: readonly Transaction[]): Transaction[] {
  return transactions.flatMap((one) => (one.type === 'charge' ? { ...one, owedBy: 'payer' as const, adjustmentCents: 0 } : []));
}

/** A movement of the ledger that a past claim stands for. */
export interface PastOperation {
  readonly kind: OperationKind;
  /** Different for each operation of a claim. */
  readonly part: string;
  readonly entries: readonly EntryDraft[];
  /** Of a patient's payment: how it came, and how much. */
  readonly payment?: { readonly method: string; readonly cents: number };
}

/** The ledger's view of a past claim: charged, settled by payers, paid by the patient. Every operation balances. */
export function pastOperations(claim: PastClaim, place: LedgerPlace): PastOperation[] {
  const { charged, payerPaidCents, adjustmentCents, patientCents, patientPaid } = claim;
  const owed = Math.max(0, charged.payer - adjustmentCents - (patientCents - charged.patient));
  const applied = Math.min(payerPaidCents, owed);
  const settlement = settlementEntries(place, { paidCents: applied, contractualCents: adjustmentCents, patientCents: patientCents - charged.patient });
  const beyond = payerPaidCents - applied;
  if (beyond > 0) settlement.push({ ...place, ledgerAccount: 'cash', cents: beyond }, { ...place, ledgerAccount: 'payer-credit', cents: -beyond });
  const operations: PastOperation[] = [
    { kind: 'charge', part: 'charge', entries: [...chargeEntries(place, charged.payer, 'payer'), ...chargeEntries(place, charged.patient, 'patient')] },
    { kind: 'remittance-claim', part: 'settlement', entries: settlement },
    ...[...patientPaid].map(([method, cents]): PastOperation => ({ kind: 'patient-payment', part: method, entries: patientPaymentEntries(place, cents), payment: { method, cents } })),
  ];
  const moving = operations.filter(({ entries }) => entries.length > 0);
  for (const { entries } of moving) checkOperation(entries);
  return moving;
}
