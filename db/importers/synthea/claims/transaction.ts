import { RowRejected } from '../../failure';
import { type Row } from '../../csv/row';

export const PAYMENT_METHODS = { copay: 'copay', cash: 'cash', check: 'check', cc: 'card', echeck: 'payer', system: 'payer' } as const;
/** How money came: from the payer, or one of the ways a patient pays. */
export type PaymentMethod = (typeof PAYMENT_METHODS)[keyof typeof PAYMENT_METHODS];

/** One row of claims_transactions.csv, cents where the source has dollars. */
export type Transaction = { readonly id: string; readonly claimId: string; readonly patientId: string } & (
  | { readonly type: 'charge'; readonly code: string; readonly display: string; readonly cents: number; readonly units: number; readonly on: string; readonly owedBy: 'payer' | 'patient' | null; readonly adjustmentCents: number }
  | { readonly type: 'payment'; readonly method: PaymentMethod; readonly cents: number; readonly adjustmentCents: number }
  | { readonly type: 'handover'; readonly cents: number; readonly adjustmentCents: number }
  | { readonly type: 'other'; readonly adjustmentCents: number }
);

/**
 * Read a transaction. TRANSFEROUT is the other side of a TRANSFERIN and moves nothing by itself; one to the second insurance
 * moves nothing either, as payers owe as one. An adjustment stands in its own column or, in rows of that type, in AMOUNT.
 */
export function readTransaction(row: Row): Transaction {
  const base = { id: row.id('ID'), claimId: row.id('CLAIMID'), patientId: row.id('PATIENTID') };
  const type = row.required('TYPE').toUpperCase();
  const adjustmentCents = row.optionalCents('ADJUSTMENTS') ?? 0;
  switch (type) {
    case 'CHARGE':
      return {
        ...base, type: 'charge', code: row.code('PROCEDURECODE'), display: row.text('NOTES'), cents: row.cents('AMOUNT'),
        units: row.text('UNITS') === '' ? 1 : row.count('UNITS'), on: row.date('FROMDATE'), owedBy: owedBy(row), adjustmentCents,
      };
    case 'PAYMENT':
      return { ...base, type: 'payment', method: row.oneOf('METHOD', PAYMENT_METHODS), cents: row.cents(row.text('PAYMENTS') === '' ? 'AMOUNT' : 'PAYMENTS'), adjustmentCents };
    case 'TRANSFERIN':
      return row.text('TRANSFERTYPE') === '2'
        ? { ...base, type: 'other', adjustmentCents }
        : { ...base, type: 'handover', cents: row.cents(row.text('AMOUNT') === '' ? 'TRANSFERS' : 'AMOUNT'), adjustmentCents };
    case 'TRANSFEROUT':
      return { ...base, type: 'other', adjustmentCents };
    case 'ADJUSTMENT':
      return { ...base, type: 'other', adjustmentCents: adjustmentCents || (row.optionalCents('AMOUNT') ?? 0) };
    default:
      throw new RowRejected('TYPE', 'is none of the known values');
  }
}

/** "1" the first insurance, "p" the patient; versions before 3.1 leave it empty, and then the claim decides. */
function owedBy(row: Row): 'payer' | 'patient' | null {
  const type = row.text('TRANSFERTYPE').toLowerCase();
  if (type === '') return null;
  return type === 'p' ? 'patient' : 'payer';
}
