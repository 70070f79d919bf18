import { type AuthorizationStatus } from './authorizations';

interface ReviewAction {
  /** How it is called on a screen. */
  readonly label: string;
  /** What becomes of the request; `waits`: the payer has not finished. */
  readonly effect: 'approves' | 'refuses' | 'waits';
  readonly advice: string | null;
}

/** What a payer can decide about a request for authorisation (HCR01, X12 data element 306). */
export const REVIEW_ACTIONS = {
  A1: { label: 'Approved', effect: 'approves', advice: null },
  A2: { label: 'Approved in part', effect: 'approves', advice: 'See which services are approved; ask for the others again, or tell the physician.' },
  A3: { label: 'Refused', effect: 'refuses', advice: 'Read the reason; the physician may ask the payer’s reviewer to look again.' },
  A4: { label: 'Pended', effect: 'waits', advice: 'The payer is still looking at it. Its answer will stand here.' },
  A6: { label: 'Approved with changes', effect: 'approves', advice: 'Compare what is approved with what was asked for before it is done.' },
  C: { label: 'Cancelled', effect: 'refuses', advice: 'Ask again if it is still needed.' },
  CT: { label: 'Payer wants a call', effect: 'waits', advice: 'Telephone the payer with the control number at hand.' },
  NA: { label: 'Not needed', effect: 'refuses', advice: 'The payer says nothing needs to be authorised; the claim goes without a number.' },
} as const satisfies Record<string, ReviewAction>;
export type ReviewActionCode = keyof typeof REVIEW_ACTIONS;

/** The action of this code; null for one that is none. */
export function reviewAction(code: string): ReviewAction | null {
  return Object.hasOwn(REVIEW_ACTIONS, code) ? REVIEW_ACTIONS[code as ReviewActionCode] : null;
}

/** Why something is not certified (HCR03), in our own words. Source: the reasons the 278 response guide lists. */
const REASONS: Readonly<Record<string, string>> = {
  '35': 'outside the payer’s network', '36': 'not tested as the payer requires', '37': 'forwarded to another reviewer, whose answer follows', '41': 'authorisation restricted', '53': 'does not fit the kind of provider',
  '69': 'does not fit the patient’s age', '70': 'does not fit the patient’s sex', '82': 'not medically necessary by the payer’s criteria', '83': 'level of care not appropriate', '84': 'no certification is needed for this service',
  '85': 'another organisation reviews this', '86': 'belongs to primary care', '87': 'exceeds what the plan allows', '88': 'not covered by the plan', '89': 'no approval before the service', '90': 'information that was asked for has not come',
  '91': 'asked for already', '92': 'does not fit the diagnosis', '96': 'condition from before the coverage', '98': 'counts as experimental', E8: 'needs a medical review',
};

/** "82: not medically necessary by the payer’s criteria". */
export function reviewReasonWords(code: string): string {
  return REASONS[code] ? `${code}: ${REASONS[code]}` : `reason ${code}`;
}

/** What stands on a screen for an authorisation: the payer's word where it has said one, else where it is on its way. */
export function authorizationLabel(status: AuthorizationStatus, action: string | null, isRejected: boolean, statusLabel: string): string {
  if (isRejected) return 'Not reviewed';
  const said = action === null ? null : reviewAction(action);
  return said && status !== 'expired' ? said.label : statusLabel;
}
