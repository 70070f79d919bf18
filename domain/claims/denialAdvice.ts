import { CARC, type CodedAdjustment, meaningOf } from './carc';
import { type StuckCause } from './causes';

/** What can be done about money a payer refused; the choices of the task "Resolve denied claim". */
export const DENIAL_ACTIONS = ['correct', 'appeal', 'bill-patient', 'write-off'] as const;
export type DenialAction = (typeof DENIAL_ACTIONS)[number];

/** What the house knows that the payer may not. Left out: nobody has looked. */
export interface DenialFacts {
  /** An authorisation for the service is on file. */
  readonly hasAuthorization?: boolean;
  /** Another insurer covered the patient that day. */
  readonly hasOtherCoverage?: boolean;
  /** An acknowledgement shows that the claim was sent in time. */
  readonly hasProofOfTimelyFiling?: boolean;
  /** The claim this one is said to repeat was paid. */
  readonly wasFirstClaimPaid?: boolean;
  /** The record shows a service apart from the one it was bundled into. */
  readonly isDistinctService?: boolean;
  /** The patient agreed in writing, before the service, to pay for it. */
  readonly hasPatientAgreed?: boolean;
}

/** A proposal to the billing desk; a person decides (openemr#7186: a denial taken as a write-off). */
export interface DenialAdvice {
  /** Null: the codes do not say enough, or nothing is to be decided. */
  readonly action: DenialAction | null;
  readonly reason: string;
}

const advice = (action: DenialAction | null, reason: string): DenialAdvice => ({ action, reason });

const NOTHING_KNOWN = advice(null, 'The codes do not say enough: read the remittance and the remarks.');

/** Reasons whose remedy is not that of their queue. */
const BY_REASON: ReadonlyMap<string, DenialAdvice> = new Map([
  ['39', advice('appeal', 'The payer refused the authorisation itself: appeal with the clinical record.')],
  ['198', advice('appeal', 'More was done than authorised: appeal with the record of why it was needed.')],
  ['288', advice('correct', 'Get the referral, add it and send the claim again.')],
  ['100', advice('bill-patient', 'The payer paid the patient instead: the patient owes it to the hospital.')],
  ['133', advice(null, 'The payer has not decided yet: wait, or ask for the claim’s status.')],
  ['193', advice('write-off', 'The payer reviewed and stands by it: write off, unless a further level of appeal is open.')],
]);

/**
 * What to do about one refused adjustment, and why. The group decides first: PR is the patient's whatever the reason, CO never is
 * unless there was no contract on that day or the patient agreed before.
 *
 * @param remarks the remark codes beside it: MA130 takes away the appeal, MA13 the bill to the patient
 */
export function adviseDenial(adjustment: Pick<CodedAdjustment, 'group' | 'reason'>, remarks: readonly string[] = [], facts: DenialFacts = {}): DenialAdvice {
  const proposed = propose(adjustment, facts);
  if (adjustment.group !== 'PR' && proposed.action === 'appeal' && remarks.includes('MA130')) {
    return advice('correct', 'The payer could not process the claim, so there is no appeal (MA130): correct it and send it anew.');
  }
  if (adjustment.group !== 'PR' && proposed.action === 'bill-patient' && remarks.includes('MA13')) {
    return advice('write-off', 'The payer says the patient may not be billed (MA13): appeal, or write off.');
  }
  return proposed;
}

function propose({ group, reason }: Pick<CodedAdjustment, 'group' | 'reason'>, facts: DenialFacts): DenialAdvice {
  switch (meaningOf({ group, reason })) {
    case 'patient': return advice('bill-patient', 'The payer made it the patient’s.');
    case 'contractual': return advice('write-off', 'Given up by contract or law; it was never due.');
    case 'prior-payer': return advice(null, 'Settled by the payer before; nothing to decide.');
    case 'denied': return BY_REASON.get(reason) ?? byCause(CARC[reason]?.cause ?? 'denied-other', facts);
  }
}

function byCause(cause: StuckCause, facts: DenialFacts): DenialAdvice {
  switch (cause) {
    case 'denied-information':
      return advice('correct', 'Something is missing or wrong: correct it, or send what the payer asks for.');
    case 'denied-member':
      return advice('correct', 'The payer does not recognise the member: compare with the card and send again.');
    case 'denied-other-payer':
      return advice('correct', 'Another payer comes first: bill that one, then send this claim with its answer.');
    case 'denied-authorization':
      return facts.hasAuthorization
        ? advice('correct', 'The authorisation is on file: add its number and send again.')
        : advice('appeal', 'No authorisation is on file: appeal, asking for one after the fact.');
    case 'denied-coverage':
      return facts.hasOtherCoverage
        ? advice('correct', 'Another insurer covered that day: bill that one.')
        : advice('bill-patient', 'Nobody insured the patient that day, so no contract forbids the bill.');
    case 'denied-late':
      return facts.hasProofOfTimelyFiling
        ? advice('appeal', 'The claim was sent in time and the proof is on file: appeal with it.')
        : advice('write-off', 'Sent too late and no proof to the contrary; the patient may not be billed for it.');
    case 'denied-duplicate':
      return facts.wasFirstClaimPaid
        ? advice('write-off', 'The first claim was paid: this charge is the same one again.')
        : advice('correct', 'Find the first claim: if it was not paid, correct it with a replacement instead of sending it twice.');
    case 'denied-necessity':
      return advice('appeal', 'A clinical judgement: appeal with the record that shows the need.');
    case 'denied-bundled':
      return facts.isDistinctService === false
        ? advice('write-off', 'The record shows one service: it is paid with the other.')
        : advice('correct', 'If the record shows a distinct service, add the modifier that says so and send again.');
    case 'denied-not-covered':
      return facts.hasPatientAgreed
        ? advice('bill-patient', 'Not covered, and the patient agreed in writing to pay.')
        : advice('appeal', 'Not covered, and not the patient’s by this code: check the plan’s terms and appeal.');
    default:
      return NOTHING_KNOWN;
  }
}
