/** One AAA of a 271 or 278: why the payer did not look at a question, and what it asks us to do. */
export interface RejectionCode {
  /** AAA03 */
  readonly reason: string;
  /** AAA04 */
  readonly followUp: string;
}

interface RejectionReason {
  readonly words: string;
  /** What somebody at the desk does about it. */
  readonly toDo: string;
}

const MEMBER = 'Compare name, date of birth and member number with the insurance card, correct the coverage, and ask again.';
const PROVIDER = 'Nothing the desk can correct: tell the administrator to check the hospital’s enrolment with this payer.';
const LATER = 'Ask again later; if it stays so, telephone the payer.';

/** Reject reasons in our own words (source: X12 005010 data element 901, those the 271 and 278 guides allow). */
const REASONS: Readonly<Record<string, RejectionReason>> = {
  '04': { words: 'too much was asked at once', toDo: LATER },
  '15': { words: 'something the payer requires is missing', toDo: MEMBER },
  '33': { words: 'a code or date is not valid', toDo: 'Check the codes and dates that were asked about, and ask again.' },
  '41': { words: 'the hospital may not ask this payer', toDo: PROVIDER },
  '42': { words: 'the payer cannot answer at the moment', toDo: LATER },
  '43': { words: 'the payer does not know the hospital’s identifier', toDo: PROVIDER },
  '51': { words: 'the payer does not have the hospital on file', toDo: PROVIDER },
  '52': { words: 'the service is outside the payer’s dates for the provider', toDo: PROVIDER },
  '57': { words: 'the date of service is not valid', toDo: 'Correct the dates of the stay, and ask again.' },
  '58': { words: 'the date of birth is missing or not valid', toDo: MEMBER },
  '62': { words: 'the date lies too far back or ahead', toDo: 'Ask for a date the payer still answers for, or telephone.' },
  '63': { words: 'the date of service lies in the future', toDo: 'Ask again on the day.' },
  '64': { words: 'the patient’s identifier is not valid', toDo: MEMBER },
  '65': { words: 'the name is missing or not valid', toDo: MEMBER },
  '67': { words: 'the patient is not found', toDo: MEMBER },
  '71': { words: 'the date of birth is not the one the payer has', toDo: MEMBER },
  '72': { words: 'the member number is missing or not valid', toDo: MEMBER },
  '73': { words: 'the name is not the one the payer has', toDo: MEMBER },
  '75': { words: 'the payer does not know this member', toDo: MEMBER },
  '76': { words: 'the payer has this member twice', toDo: 'Telephone the payer: it has to clear up which of the two this is.' },
  '78': { words: 'the member is not in this group or plan', toDo: 'Choose the plan on the insurance card, and ask again.' },
  '79': { words: 'the payer’s identifier is not valid', toDo: PROVIDER },
  '80': { words: 'no answer came from the payer’s own system', toDo: LATER },
  T4: { words: 'the payer’s name or identifier is missing', toDo: PROVIDER },
  T5: { words: 'the number of an earlier authorisation is missing', toDo: 'Ask again with the number of the earlier authorisation.' },
};

/** What the payer asks us to do (data element 889). */
const FOLLOW_UPS: Readonly<Record<string, string>> = {
  C: 'correct and send again', N: 'do not send again', P: 'send the same again', R: 'may be sent again', S: 'do not send again; asked elsewhere', W: 'send again in 30 days', X: 'send again in 10 days',
  Y: 'do not send again: an answer follows',
};

/** "75: the payer does not know this member (correct and send again)". */
export function rejectionWords({ reason, followUp }: RejectionCode): string {
  const asked = FOLLOW_UPS[followUp];
  return `${reason}: ${REASONS[reason]?.words ?? 'not answered'}${asked ? ` (${asked})` : ''}`;
}

/** What to do about a question that was not answered, in one sentence. */
export function rejectionAdvice(rejections: readonly RejectionCode[]): string {
  const known = rejections.map(({ reason }) => REASONS[reason]).find((one) => one !== undefined);
  return known?.toDo ?? 'Telephone the payer.';
}
