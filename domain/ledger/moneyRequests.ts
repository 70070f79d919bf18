/** Money that is given back or given up. One person asks for it; above the limit of its kind a second one decides. */
export const MONEY_REQUEST_KINDS = {
  'patient-refund': 'Refund to the patient',
  'payer-refund': 'Overpayment back to a payer',
  'small-balance': 'Small balance written off',
  charity: 'Charity care',
  'bad-debt': 'Bad debt',
} as const;
export type MoneyRequestKind = keyof typeof MONEY_REQUEST_KINDS;

/** Why a patient's balance is given up. Charity and bad debt are reported apart, so each write-off says which. */
export const WRITE_OFF_KINDS = ['small-balance', 'charity', 'bad-debt'] as const satisfies readonly MoneyRequestKind[];
export type WriteOffKind = (typeof WRITE_OFF_KINDS)[number];

export const MONEY_REQUEST_STATUSES = { requested: 'Waits for a second person', approved: 'Done', rejected: 'Rejected', withdrawn: 'Withdrawn', reversed: 'Taken back' } as const;
export type MoneyRequestStatus = keyof typeof MONEY_REQUEST_STATUSES;

/** What has a limit for one person: every kind of request, and giving up the rest of a denied claim. */
export const LIMITED_KINDS = { ...MONEY_REQUEST_KINDS, 'claim-write-off': 'Rest of a claim written off' } as const;
export type LimitedKind = keyof typeof LIMITED_KINDS;

/** How long what was decided alone counts along: a large amount cut into small ones is still large. */
export const COUNTED_TOGETHER_DAYS = 30;

/** Does this amount need a second person? The limit itself passes; what was decided alone lately counts along. */
export function needsSecondPerson(request: { readonly cents: number; readonly decidedAloneCents: number; readonly limitCents: number }): boolean {
  return request.cents + request.decidedAloneCents > request.limitCents;
}

/** Gives money out, rather than up. */
export function isRefund(kind: MoneyRequestKind): kind is 'patient-refund' | 'payer-refund' {
  return kind === 'patient-refund' || kind === 'payer-refund';
}
