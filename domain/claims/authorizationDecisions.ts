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

/**
 * Why something is not certified (HCR03), in our own words. Source: X12 external code list 886, service review decision reason codes
 * (x12.org/codes/service-review-decision-reason-codes), which HCR03 refers to since version 4050. The reject reasons of data element 901,
 * which version 4010 used here (82: not medically necessary), belong in AAA03 only.
 */
const REASONS: Readonly<Record<string, string>> = {
  '01': 'the authorisation has expired', '02': 'an authorisation is no longer needed', '04': 'more than was authorised', '07': 'cancelled by the payer’s administration', '09': 'outside the payer’s network',
  '0A': 'testing is not included', '0B': 'forwarded to an external reviewer, whose answer follows', '0C': 'authorisation or access is restricted', '0D': 'needs the primary care physician’s authorisation', '0E': 'who asks is not the primary care physician',
  '0F': 'not medically necessary by the payer’s criteria', '0G': 'level of care not appropriate', '0H': 'no certification is needed for this service', '0J': 'an external organisation certifies this', '0K': 'belongs to primary care',
  '0L': 'exceeds what the plan allows', '0M': 'not covered by the plan', '0N': 'no approval before the service', '0P': 'information that was asked for has not come', '0Q': 'asked for already', '0R': 'does not fit the diagnosis',
  '0S': 'condition from before the coverage', '0T': 'counts as experimental', '0U': 'more is needed about the patient', '0V': 'needs a medical review', '0W': 'the decision waits for a review', '0X': 'does not fit the kind of provider',
  '0Y': 'does not fit the patient’s age', '0Z': 'does not fit the patient’s sex', '10': 'how often or how long does not fit', '11': 'the price', '12': 'the patient is bound to a certain provider', '13': 'authorised for another provider',
  '14': 'the plan’s rules were not followed', '15': 'outside the plan’s area', '16': 'not the right kind of facility', '17': 'too late', '18': 'notified; nothing more is asked', '19': 'counts as cosmetic', '20': 'allowed once in a lifetime',
  '25': 'not looked at because of other faults in the request',
};

/** "0F: not medically necessary by the payer’s criteria". */
export function reviewReasonWords(code: string): string {
  return REASONS[code] ? `${code}: ${REASONS[code]}` : `reason ${code}`;
}

/** What stands on a screen for an authorisation: the payer's word where it has said one, else where it is on its way. */
export function authorizationLabel(status: AuthorizationStatus, action: string | null, isRejected: boolean, statusLabel: string): string {
  if (isRejected) return 'Not reviewed';
  const said = action === null ? null : reviewAction(action);
  return said && status !== 'expired' ? said.label : statusLabel;
}
