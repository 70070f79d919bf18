import { type z } from 'zod';
import { adjustmentWords } from '../../../domain/claims/carc';
import { remittanceSentences } from '../../../domain/claims/remittanceWords';
import { type remittancesContract } from '../../contract/remittances';
import { type Act, selectOne } from '../../http/act';
import { readAnswer } from '../payer/remittanceRows';
import { selectAnswers } from './answerRows';
import { readDifference } from './holdAnswer';
import { mayWork } from './mayWork';

type AnswerPage = z.input<typeof remittancesContract.readAnswer.reply>;

/** One answer as the person who works it needs it. Null when there is none. */
export async function readAnswerPage(act: Act, answerId: string): Promise<AnswerPage | null> {
  const stored = await readAnswer(act, answerId);
  const [answer] = stored ? await selectAnswers(act, 'x.id = :answerId', { answerId }, '') : [];
  if (!stored || !answer) return null;
  const { settled } = stored;
  const words = remittanceSentences({ ...settled, adjustments: [] }, []);
  act.audits.push({ action: 'remittance.answer-read', resourceType: 'remittance-claim', resourceId: answerId });
  return {
    answer, payerClaimNumber: stored.payerClaimNumber, memberNumber: stored.patient?.memberNumber ?? null,
    lines: settled.lines.map((line, index) => ({
      position: index + 1, code: [line.procedure ?? line.revenueCode ?? 'service', ...line.modifiers].join(' '), serviceDate: line.serviceDate, chargeCents: line.chargeCents, paidCents: line.paidCents, words: words[index] ?? '',
    })),
    adjustments: settled.adjustments.map((one) => ({ ...one, group: one.group as 'CO', words: adjustmentWords(one) })), remarks: [...stored.remarks],
    splitFromId: stored.splitFromId, parts: await selectAnswers(act, 'x.split_from_id = :answerId', { answerId }, 'ORDER BY x.sequence'),
    ...(await workOf(act, answerId)), remittanceDifferenceCents: await readDifference(act, stored.remittanceId), mayWork: mayWork(act),
  };
}

async function workOf(act: Act, answerId: string): Promise<Pick<AnswerPage, 'workedBy' | 'workedAt' | 'workedReason'>> {
  const row = await selectOne<{ name: string | null; workedAt: Date | null; reasonEnc: Buffer | null }>(
    act, 'SELECT (SELECT display_name FROM staff_users u WHERE u.id = x.worked_by) AS name, x.worked_at AS workedAt, x.reason_enc AS reasonEnc FROM remittance_claims x WHERE x.id = ?', [answerId]);
  return {
    workedBy: row?.name ?? null, workedAt: row?.workedAt?.toISOString() ?? null,
    workedReason: row?.reasonEnc ? act.database.cipher.open({ table: 'remittance_claims', column: 'reason_enc', id: answerId }, row.reasonEnc) : null,
  };
}
