import { DAY_MS } from '../time';
import { AUTHORIZATION_ANSWER_DAYS } from './authorizations';

/** What a payer can be asked, by the transaction set that asks. */
export const INQUIRIES = {
  '270': { label: 'Is this person covered?', answer: '271', patienceMs: DAY_MS },
  '276': { label: 'Where does this claim stand?', answer: '277', patienceMs: DAY_MS },
  '278': { label: 'May this be done?', answer: '278', patienceMs: AUTHORIZATION_ANSWER_DAYS * DAY_MS },
} as const;
export type InquiryKind = keyof typeof INQUIRIES;
export const INQUIRY_KINDS = Object.keys(INQUIRIES) as [InquiryKind, ...InquiryKind[]];

/** Where a question stands; `rejected`: the payer did not look at it (AAA), which is no answer. */
export const INQUIRY_STATUSES = ['asked', 'answered', 'rejected'] as const;
export type InquiryStatus = (typeof INQUIRY_STATUSES)[number];

/** Where it stands now: an answer that is late needs somebody. CAQH CORE gives payers until the next business day for a batch of questions. */
export function standingOf(status: InquiryStatus, answerDueAt: Date, now: Date): 'waiting' | 'late' | 'answered' | 'rejected' {
  if (status !== 'asked') return status;
  return now > answerDueAt ? 'late' : 'waiting';
}
