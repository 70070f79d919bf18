import { type LedgerAccount } from './accounts';

export type ProviderAdjustmentAccount = Extract<LedgerAccount, 'payer-credit' | 'interest' | 'provider-adjustment'>;

interface Kind {
  readonly words: string;
  readonly account: ProviderAdjustmentAccount;
}

const owed = (words: string): Kind => ({ words, account: 'payer-credit' });
const interest = (words: string): Kind => ({ words, account: 'interest' });

/**
 * Reasons of provider-level adjustments (PLB03-1) by what they mean for the money. A balance carried forward, an overpayment taken
 * back and an advance change what is owed back to the payer; interest is income of its own; everything else is paid or kept for no
 * claim. Positive takes from the payment, negative adds to it (guide 005010X221A1, section 1.10.2.9 to 1.10.2.17).
 */
const KINDS: Readonly<Record<string, Kind>> = {
  FB: owed('Balance carried forward'),
  WO: owed('Overpayment taken back'),
  WU: owed('Taken back without a stated reason'),
  '72': owed('Our refund, acknowledged'),
  AP: owed('Advance payment'),
  B3: owed('Recovery allowance'),
  C5: owed('Temporary allowance'),
  E3: owed('Withheld until later'),
  IS: owed('Interim settlement'),
  OB: owed('Taken for an affiliated provider'),
  PI: owed('Periodic interim payment'),
  L6: interest('Interest'),
  CR: interest('Interest on capitation'),
  '51': interest('Interest charged as a penalty'),
  '50': { words: 'Charge for late filing', account: 'provider-adjustment' },
  L3: { words: 'Penalty', account: 'provider-adjustment' },
  LE: { words: 'Levy', account: 'provider-adjustment' },
  IR: { words: 'Tax withheld', account: 'provider-adjustment' },
  IP: { words: 'Incentive payment', account: 'provider-adjustment' },
  CS: { words: 'Adjustment of the payer’s', account: 'provider-adjustment' },
};

/** Reasons a person can enter from a paper remittance. */
export const COMMON_PROVIDER_ADJUSTMENTS = ['WO', 'FB', 'L6', '72', 'AP', 'E3', 'IS', 'CS', 'IP', 'L3', '50'] as const;

/** What a reason is called, and the ledger account it moves. */
export function providerAdjustmentKind(reason: string): Kind {
  return KINDS[reason] ?? { words: `Adjustment ${reason}`, account: 'provider-adjustment' };
}

/** What a payment is out of balance by: claims less provider adjustments less the amount paid. Zero is balanced. */
export function remittanceDifference(remittance: { readonly paymentCents: number; readonly paidCents: readonly number[]; readonly adjustmentCents: readonly number[] }): number {
  const sum = (amounts: readonly number[]) => amounts.reduce((total, cents) => total + cents, 0);
  return sum(remittance.paidCents) - sum(remittance.adjustmentCents) - remittance.paymentCents;
}
