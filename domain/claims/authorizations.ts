/** Where a prior authorisation stands. */
export const AUTHORIZATION_STATUSES = { requested: 'Being sent', pending: 'With the payer', approved: 'Approved', denied: 'Refused', expired: 'Expired' } as const;
export type AuthorizationStatus = keyof typeof AUTHORIZATION_STATUSES;
export const AUTHORIZATION_STATUS_NAMES = Object.keys(AUTHORIZATION_STATUSES) as [AuthorizationStatus, ...AuthorizationStatus[]];

/** Payers may take 7 days over a standard request, 72 hours over an urgent one (CMS-0057-F); then somebody asks. */
export const AUTHORIZATION_ANSWER_DAYS = 7;
/** How many days before it expires somebody is told. */
export const EXPIRY_WARNING_DAYS = [14, 3] as const;
