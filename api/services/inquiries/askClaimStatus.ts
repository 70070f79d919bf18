import { type ClaimStanding, standingOfCategory } from '../../../domain/claims/claimStanding';
import { parseX12 } from '../../../interop/x12';
import { type Act } from '../../http/act';
import { Problem, unprocessable } from '../../http/problem';
import { type ClaimRow } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { takeSnapshot } from '../claims/snapshot';
import { clearinghouseOf } from '../exchange/clearinghouse';
import { nextControlNumber } from '../money/numbers';
import { behaviourOf } from '../payer/behaviour';
import { latestSubmission } from '../payer/submission';
import { soleTransaction } from './askEligibility';
import { statusQuestion } from './claimStatus276';
import { answerStatus } from './claimStatus277';
import { type Asking, endsOf, writeQuestion, writeReply } from './envelope';
import { inquiriesOf, keepInquiry, lockInquiry } from './inquiryRow';
import { takeIn277 } from './takeIn277';

/** Ask a payer where a claim stands (276). The demonstration payer answers at once, unless it is down. The caller holds the claim's row. */
export async function askClaimStatus(act: Act, claim: ClaimRow): Promise<string> {
  if (!(await latestSubmission(act, claim.id))) throw unprocessable('never-sent', 'This claim has not been sent yet: there is nothing to ask about.');
  const snapshot = await takeSnapshot(act, claim);
  const clearinghouse = await clearinghouseOf(act, claim.payerId);
  const asking: Asking = { ...(await endsOf(act, claim.payerId)), controlNumber: await nextControlNumber(act), usage: clearinghouse.usage, now: act.now };
  const text = writeQuestion(asking, statusQuestion(snapshot, asking));
  const inquiryId = await keepInquiry(act, {
    kind: '276', payerId: claim.payerId, patientId: claim.patientId, coverageId: claim.coverageId, encounterId: claim.encounterId, claimId: claim.id, controlNumber: asking.controlNumber, adapter: clearinghouse.adapter, text,
  });
  await recordClaimEvent(act, { claimId: claim.id, kind: 'status-asked', detail: { text: `Question ${asking.controlNumber} (276)`, inquiryId }, dedupId: `inquiry/${inquiryId}/asked` });
  if (clearinghouse.adapter === 'demonstration' && !(await behaviourOf(act, claim.payerId)).isDown) await answerAtOnce(act, claim.payerId, text, asking);
  return inquiryId;
}

/**
 * The same for a claim whose answer is overdue, by its workflow; answers what the payer said of it. One that cannot be asked about in writing
 * counts as unanswered: a person telephones.
 */
export async function inquireOverdue(act: Act, claim: ClaimRow): Promise<ClaimStanding> {
  const [latest] = await inquiriesOf(act, 'claim_id', claim.id, '276', 1);
  const submission = await latestSubmission(act, claim.id);
  // Asked since it was sent, and not answered: asking once more brings nothing new.
  const stillAsked = latest?.status === 'asked' && submission !== null && latest.askedAt >= submission.submittedAt ? latest.id : null;
  try {
    const row = await lockInquiry(act, stillAsked ?? (await askClaimStatus(act, claim)));
    return standingOfCategory(row?.outcome ?? null);
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return 'unanswered';
    throw error;
  }
}

async function answerAtOnce(act: Act, payerId: string, question: string, asking: Asking): Promise<void> {
  const reply = writeReply({ ...asking, controlNumber: await nextControlNumber(act) }, await answerStatus(act, payerId, soleTransaction(question, '276')));
  const parsed = parseX12(reply);
  if (!parsed.ok) throw new Error('The demonstration payer’s 277 cannot be read.');
  for (const { controlNumber, groups } of parsed.interchanges) for (const { transactions } of groups) for (const answer of transactions) if (answer.set === '277') await takeIn277(act, answer, controlNumber);
}
