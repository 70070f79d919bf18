/**
 * What the money is: the chart of accounts. Debits are positive, credits negative, and every operation sums to zero.
 *
 * A charge stands in a receivable until somebody paid it, the contract waived it, it was handed to the patient, or a person
 * wrote it off. A denial moves nothing: the payer's refusal is not our decision to give the money up (openemr#7186).
 */
export const LEDGER_ACCOUNTS = {
  'receivable-payer': { label: 'Owed by payers', side: 'debit' },
  'receivable-patient': { label: 'Owed by patients', side: 'debit' },
  cash: { label: 'Cash received', side: 'debit' },
  revenue: { label: 'Patient service revenue', side: 'credit' },
  'contractual-adjustment': { label: 'Reductions agreed with payers', side: 'debit' },
  'write-off': { label: 'Given up by decision', side: 'debit' },
  'payer-credit': { label: 'Owed back to payers', side: 'credit' },
  interest: { label: 'Interest paid by payers', side: 'credit' },
  'provider-adjustment': { label: 'Paid or kept by payers for no claim', side: 'credit' },
} as const satisfies Record<string, { label: string; side: 'debit' | 'credit' }>;

export type LedgerAccount = keyof typeof LEDGER_ACCOUNTS;

/** Narrow a stored name to an account of the chart. */
export function isLedgerAccount(name: string): name is LedgerAccount {
  return Object.hasOwn(LEDGER_ACCOUNTS, name);
}
