import { type EligibilityResponse } from '../../../interop/x12';
import { type Act, selectOne } from '../../http/act';
import { type InquiryKind } from '../../../domain/claims/inquiries';
import { keepAnswer, lockInquiry, type InquiryRow } from './inquiryRow';
import { settleCoverageTask } from './settleCoverage';
import { type MemberAnswer, membersOf, readBenefits, rejectionsAbove } from './readEligibility';

export interface AnswerTally {
  /** Questions of ours that have their answer now. */
  answered: number;
  /** Answers to what we never asked. */
  unknown: number;
}

/** A 271: each member's answer belongs to the question it carries the number of. */
export async function takeIn271(act: Act, response: EligibilityResponse, controlNumber: number): Promise<AnswerTally> {
  const tally = { answered: 0, unknown: 0 };
  const members = membersOf(response);
  const payer = response.sources[0]?.id.value ?? '';
  const above = rejectionsAbove(response);
  if (members.length === 0) {
    const inquiry = await inquiryNumbered(act, '270', response.reference ?? '', payer);
    if (inquiry && above.length > 0) await keep(act, inquiry, { rejections: above, answer: null }, controlNumber);
    return inquiry && above.length > 0 ? { answered: 1, unknown: 0 } : { answered: 0, unknown: 1 };
  }
  for (const { trace, member, rejections } of members) {
    const inquiry = (await inquiryNumbered(act, '270', trace ?? '', payer)) ?? (members.length === 1 ? await inquiryNumbered(act, '270', response.reference ?? '', payer) : null);
    const answer = readBenefits(member);
    if (inquiry && (answer || rejections.length > 0)) {
      await keep(act, inquiry, { rejections, answer }, controlNumber);
      tally.answered += 1;
    } else tally.unknown += 1;
  }
  return tally;
}

async function keep(act: Act, inquiry: InquiryRow, said: MemberAnswer, controlNumber: number): Promise<void> {
  await keepAnswer(act, inquiry, { status: said.answer ? 'answered' : 'rejected', outcome: said.answer?.outcome ?? null, controlNumber, answer: said });
  await settleCoverageTask(act, inquiry, said);
  if (inquiry.encounterId) act.announcements.push({ topic: 'journey', id: inquiry.encounterId, roles: ['registrar', 'billing'] });
}

/** A question of ours by the number it went out under, its row locked. Only the payer it went to answers it: others know the number, too. */
export async function inquiryNumbered(act: Act, kind: InquiryKind, number: string, payerIdentifier: string): Promise<InquiryRow | null> {
  if (!/^\d{1,9}$/.test(number)) return null;
  const row = await selectOne<{ id: string }>(
    act, 'SELECT q.id FROM payer_inquiries q JOIN payers p ON p.id = q.payer_id WHERE q.control_number = ? AND q.kind = ? AND p.payer_identifier = ?', [Number(number), kind, payerIdentifier],
  );
  return row && lockInquiry(act, row.id);
}
