import { formatDollars } from '../money';
import { adjustmentWords, type CodedAdjustment, denialCause } from './carc';
import { type StuckCause } from './causes';

/** One refused amount: which line, how much, under which code. */
export interface RefusedAmount extends CodedAdjustment {
  /** "Line 2, G0463 of 2026-02-03", or "Whole claim". */
  readonly where: string;
}

/** What an appeal letter says, before it is put into words. Patient data: sealed wherever it is kept. */
export interface AppealFacts {
  readonly claimNumber: string;
  readonly payerClaimNumber: string | null;
  readonly patientName: string;
  readonly memberNumber: string | null;
  readonly serviceFrom: string;
  readonly serviceThrough: string;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly answeredOn: string;
  readonly authorizationNumber: string | null;
  /** The day the payer took the claim in, when it was acknowledged. */
  readonly takenInOn: string | null;
  readonly timelyFilingOn: string | null;
  readonly refused: readonly RefusedAmount[];
}

/** A fact the payer can check, cause by cause; the biller adds what only the record knows. */
const ARGUMENTS: Readonly<Partial<Record<StuckCause, (facts: AppealFacts) => string>>> = {
  'denied-authorization': ({ authorizationNumber }) => authorizationNumber
    ? `The service was authorised under number ${authorizationNumber}. Please apply this authorisation and process the claim again.`
    : 'The service could not wait for an authorisation. We ask you to authorise it after the fact; the clinical record is enclosed.',
  'denied-necessity': () => 'The treating physician judged the service necessary. The enclosed clinical record shows the findings on which that judgement rests. We ask for a review by a physician of the same specialty.',
  'denied-late': ({ takenInOn, timelyFilingOn }) => takenInOn
    ? `Your own acknowledgement shows that you took the claim in on ${takenInOn}${timelyFilingOn ? `; the last day to file it was ${timelyFilingOn}` : ''}. It was filed in time, and the acknowledgement is enclosed.`
    : 'The claim was filed in time; the proof of filing is enclosed.',
  'denied-coverage': () => 'By our eligibility check the member was covered on the day of service. Please check your file against the enclosed answer.',
  'denied-member': ({ memberNumber }) => `The member number${memberNumber ? ` ${memberNumber}` : ''} is taken from the insurance card, of which a copy is enclosed.`,
  'denied-duplicate': () => 'This claim is not a duplicate: it bills services that no earlier claim of ours covers.',
  'denied-bundled': () => 'The services were distinct: they were provided at a separate session or site, as the enclosed record shows.',
  'denied-not-covered': () => 'We ask you to name the provision of the plan by which the service is excluded, and to review the denial under it.',
  'denied-information': () => 'What was missing or wrong is supplied with this letter.',
  'denied-other-payer': () => 'To our knowledge no other payer is primary for this member. Please process the claim as primary, or name the payer you mean.',
};
const OTHERWISE = 'We do not see a ground for this denial in the plan and ask you to review it.';

/** The letter’s text in plain sentences; a person reads it, changes it and signs it. */
export function composeAppeal(facts: AppealFacts): string {
  const { refused } = facts;
  const causes = [...new Set(refused.map((one) => denialCause([one])))];
  const total = refused.reduce((sum, one) => sum + one.cents, 0);
  const service = facts.serviceFrom === facts.serviceThrough ? `on ${facts.serviceFrom}` : `from ${facts.serviceFrom} to ${facts.serviceThrough}`;
  return [
    'To the appeals department:',
    `We appeal your decision of ${facts.answeredOn} on the claim named above, for services to ${facts.patientName} ${service}. Of ${formatDollars(facts.chargeCents)} charged you paid ${formatDollars(facts.paidCents)} and refused ${formatDollars(total)}:`,
    refused.map((one) => `- ${one.where}: ${formatDollars(one.cents)} refused. ${adjustmentWords(one)} (${one.group}-${one.reason}).`).join('\n'),
    ...causes.map((cause) => ARGUMENTS[cause]?.(facts) ?? OTHERWISE),
    `We ask you to reverse the denial and to pay what the plan provides for these services. Should you uphold it, please state the clinical or contractual ground in writing and the further levels of appeal.`,
  ].join('\n\n');
}
