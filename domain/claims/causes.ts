import { type SignalName, SIGNALS } from './signals/signal';

/** Where a stuck claim stands: not let out by us, to be looked at first, not taken in by the payer, refused after adjudication, no answer, or kept back on purpose. */
export const CAUSE_KINDS = ['incomplete', 'review', 'rejected', 'denied', 'no-answer', 'posting', 'on-hold'] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

interface Cause {
  readonly kind: CauseKind;
  readonly label: string;
  /** What usually solves it. */
  readonly fix: string;
}

const cause = (kind: CauseKind, label: string, fix: string): Cause => ({ kind, label, fix });
/** Something stands out: a person looks before the claim leaves. */
const review = (signal: SignalName): Cause => cause('review', SIGNALS[signal].label, `${SIGNALS[signal].look} Then release, correct or void.`);

/** Why a claim cannot move without a person; the queues of the billing desk. At most 40 characters each. */
export const STUCK_CAUSES = {
  'no-lines': cause('incomplete', 'Nothing to bill on the claim', 'Code the charges of the encounter.'),
  'uncoded-charge': cause('incomplete', 'A line has no billing code', 'Code the charge, or mark it not billable.'),
  'no-diagnosis': cause('incomplete', 'No principal diagnosis', 'Enter the principal diagnosis (ICD-10-CM).'),
  'bad-diagnosis': cause('incomplete', 'A diagnosis code is malformed', 'Correct the ICD-10-CM code.'),
  'no-member': cause('incomplete', 'No member number', 'Ask the patient for the insurance card and enter the number.'),
  'no-provider': cause('incomplete', 'Hospital identifiers are missing', 'An administrator enters NPI, tax ID and address of the hospital.'),
  'no-patient-data': cause('incomplete', 'Patient data the payer needs is missing', 'Complete the registration.'),
  'bad-dates': cause('incomplete', 'Dates do not fit together', 'Correct the dates of the stay or the line.'),
  'bad-amounts': cause('incomplete', 'Lines do not add up to the claim', 'Prepare the claim again from its charges.'),
  'filing-limit': cause('incomplete', 'Filing limit has passed', 'Send with proof of timely filing, bill the patient or write off.'),
  'no-drg': cause('incomplete', 'The plan prices by DRG and none is assigned', 'Enter the DRG.'),
  'no-payer-claim-number': cause('incomplete', 'A replacement needs the payer’s claim number', 'Enter the number from the remittance.'),
  'not-shared': cause('incomplete', 'The patient does not let the payer be told', 'Bill the patient, or have the directive changed with them at the desk.'),
  'not-writable': cause('incomplete', 'The claim cannot be written as an 837', 'Correct what the message names.'),
  'review-duplicate': review('duplicate'),
  'review-near-duplicate': review('near-duplicate'),
  'review-unbundling': review('unbundling'),
  'review-upcoding': review('upcoding'),
  'review-impossible-day': review('impossible-day'),
  'review-overlap': review('overlap'),
  'review-after-death': review('after-death'),
  'review-after-discharge': review('after-discharge'),
  'review-outlier': review('outlier'),
  'rejected-member': cause('rejected', 'Payer does not find the member', 'Correct the member number and send again.'),
  'rejected-diagnosis': cause('rejected', 'Payer refuses a diagnosis', 'Correct the diagnosis and send again.'),
  'rejected-dates': cause('rejected', 'Payer refuses the dates', 'Correct the dates and send again.'),
  'rejected-provider': cause('rejected', 'Payer does not know the provider', 'Correct the provider’s identifiers and send again.'),
  'rejected-other': cause('rejected', 'Payer did not take the claim in', 'Correct what the message names and send again.'),
  'denied-authorization': cause('denied', 'Authorisation missing', 'Enter the authorisation number and resubmit, or appeal.'),
  'denied-coverage': cause('denied', 'Not covered on the day of service', 'Check the coverage dates; bill another insurer or the patient.'),
  'denied-late': cause('denied', 'Denied as late', 'Appeal with proof of timely filing.'),
  'denied-member': cause('denied', 'Member not known', 'Correct the member number and resubmit.'),
  'denied-duplicate': cause('denied', 'Denied as a duplicate', 'Compare with the earlier claim; withdraw or appeal.'),
  'denied-information': cause('denied', 'Information missing or wrong', 'Correct and resubmit.'),
  'denied-necessity': cause('denied', 'Not judged medically necessary', 'Appeal with the clinical record.'),
  'denied-bundled': cause('denied', 'Bundled into another service', 'Check the modifiers; resubmit or accept.'),
  'denied-not-covered': cause('denied', 'Not covered by the plan', 'Bill the patient, or appeal.'),
  'denied-other-payer': cause('denied', 'Another insurer comes first', 'Bill the other insurer first.'),
  'denied-other': cause('denied', 'Denied for another reason', 'Read the remittance; correct, appeal, bill the patient or write off.'),
  'payer-silent': cause('no-answer', 'No answer from the payer', 'Ask the payer for the claim’s status.'),
  'posting-problem': cause('posting', 'A remittance could not be posted', 'Match or correct the remittance.'),
  'on-hold': cause('on-hold', 'On hold', 'It comes back on its date.'),
} as const satisfies Record<string, Cause>;

export type StuckCause = keyof typeof STUCK_CAUSES;

/** Narrow a stored or received name. */
export function isStuckCause(name: string): name is StuckCause {
  return Object.hasOwn(STUCK_CAUSES, name);
}
