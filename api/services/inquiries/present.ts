import { type z } from 'zod';
import { adviceOfCategory } from '../../../domain/claims/claimStanding';
import { standingOf } from '../../../domain/claims/inquiries';
import { rejectionAdvice, type RejectionCode, rejectionWords } from '../../../domain/claims/rejections';
import { type eligibilityInquiry, type statusInquiry } from '../../contract/inquiries';
import { type Act } from '../../http/act';
import { answerOf, type InquiryRow } from './inquiryRow';
import { type MemberAnswer } from './readEligibility';
import { type StatusAnswer } from './takeIn277';

type Eligibility = z.input<typeof eligibilityInquiry>;
type ClaimStatusAsked = z.input<typeof statusInquiry>;

const LATE: Readonly<Record<InquiryRow['adapter'], string>> = {
  demonstration: 'The payer has not answered. Ask again, or telephone.', folder: 'The payer has not answered. See whether its file failed, ask again, or telephone.',
};

/** What all kinds of questions say of themselves. */
export function presentInquiry(act: Act, row: InquiryRow, rejections: readonly RejectionCode[]) {
  const standing = standingOf(row.status, row.answerDueAt, act.now);
  return {
    id: row.id, payer: { id: row.payerId, name: row.payerName }, controlNumber: row.controlNumber, askedAt: row.askedAt.toISOString(), askedBy: row.askedBy, answerDueAt: row.answerDueAt.toISOString(),
    standing, answeredAt: row.answeredAt?.toISOString() ?? null, answerControlNumber: row.answerControlNumber, rejections: rejections.map(rejectionWords),
    advice: standing === 'rejected' ? rejectionAdvice(rejections) : standing === 'late' ? LATE[row.adapter] : null,
  };
}

export function presentEligibility(act: Act, row: InquiryRow): Eligibility {
  const said = answerOf<MemberAnswer>(act, row);
  const { answer = null, rejections = [] } = said ?? {};
  return {
    ...presentInquiry(act, row, rejections), coverageId: row.coverageId ?? '', encounterId: row.encounterId,
    answer: answer && { ...answer, amounts: [...answer.amounts], authorizationFor: [...answer.authorizationFor], messages: [...answer.messages] },
  };
}

export function presentStatusInquiry(act: Act, row: InquiryRow): ClaimStatusAsked {
  const said = answerOf<StatusAnswer>(act, row);
  const base = presentInquiry(act, row, []);
  return { ...base, advice: row.outcome === null ? base.advice : adviceOfCategory(row.outcome), claimId: row.claimId ?? '', category: row.outcome, answer: [...(said?.words ?? [])] };
}
