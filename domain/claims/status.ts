/** Where a claim stands, from the house to the payer and back. A rejection was never adjudicated; a denial was. */
export const CLAIM_STATUS_LABELS = {
  draft: 'Being prepared',
  'scrub-failed': 'Incomplete',
  ready: 'Ready to send',
  submitted: 'Sent',
  acknowledged: 'With the payer',
  rejected: 'Rejected',
  paid: 'Paid',
  'partly-paid': 'Partly paid',
  denied: 'Denied',
  appealed: 'Appealed',
  'on-hold': 'On hold',
  voided: 'Voided',
  closed: 'Closed',
  'entered-in-error': 'Entered in error',
} as const;

export type ClaimStatus = keyof typeof CLAIM_STATUS_LABELS;
export const CLAIM_STATUSES = Object.keys(CLAIM_STATUS_LABELS) as [ClaimStatus, ...ClaimStatus[]];
