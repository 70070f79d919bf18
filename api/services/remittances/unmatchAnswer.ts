import { outcomeOf, splitOf } from '../../../domain/claims/settlement';
import { type Act, execute, select } from '../../http/act';
import { conflict, notFound } from '../../http/problem';
import { type ClaimRow, lockClaim } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { reopenClaim } from '../claims/reopenClaim';
import { markStuck } from '../claims/stuck';
import { lockAccount } from '../money/accounts';
import { reverseOperation } from '../money/ledger';
import { addToClaim, keyOf } from '../payer/applyAnswer';
import { moveClaim } from '../payer/claimAfterAnswer';
import { clearLines, pairLines, writeLines } from '../payer/claimLines';
import { type ClaimBefore, liveAnswer, readAnswer, refreshRemittance, type StoredAnswer, unposted, updateAnswer } from '../payer/remittanceRows';
import { holdAnswer } from './holdAnswer';
import { type Worked } from './matchAnswer';

/** Where a claim can stand before an answer; anything else was closed. */
const OPEN_STATUSES = ['ready', 'submitted', 'acknowledged', 'rejected', 'appealed', 'on-hold', 'denied', 'partly-paid'];

/**
 * Take back what was made of an answer, exactly: the ledger gets the negative of what was posted, the claim is as it was before, and
 * the answer waits in the queue again. A claim that was closed on it is opened again. Undoes a match, a posting, a reversal, a setting
 * aside and a split.
 */
export async function unmatchAnswer(act: Act, answerId: string, { version, reason }: { version: number; reason: string }): Promise<Worked> {
  const { answer, claim } = await holdAnswer(act, answerId, version);
  if (answer.state === 'unmatched' || answer.state === 'unbalanced') throw conflict('answer-waiting', 'Nothing is posted for this answer.', { currentVersion: version });
  if (answer.queueReason === 'split-undone') throw conflict('answer-split', 'The whole of this answer stands in its place.', { currentVersion: version });
  if (answer.queueReason === 'was-split') await undoSplit(act, answer);
  else if (answer.state === 'posted') await undoPosting(act, answer, claim, reason);
  else if (answer.postedOperationId !== null) await reverseOperation(act, answer.postedOperationId);
  await updateAnswer(act, answer, unposted('unmatched', 'taken-back'), reason);
  await refreshRemittance(act, answer.remittanceId);
  act.audits.push({ action: 'remittance.unmatched', resourceType: 'remittance-claim', resourceId: answer.id, patientId: claim?.patientId ?? null, detail: { reason } });
  return { id: answer.id, state: 'unmatched', version: version + 1 };
}

async function undoPosting(act: Act, answer: StoredAnswer, claim: ClaimRow | null, reason: string): Promise<void> {
  if (!claim) throw notFound();
  if (answer.reversedById !== null) throw conflict('answer-reversed', 'The payer has undone this answer already.');
  await lockAccount(act, claim.accountId);
  const isReversal = answer.settled.statusCode === '22';
  if (isReversal) await undoReversal(act, answer, claim);
  else await undoSettlement(act, answer, claim);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'remittance-unmatched', detail: { text: reason }, dedupId: `remittance-claim/${keyOf(answer)}/unmatched` });
}

async function undoSettlement(act: Act, answer: StoredAnswer, claim: ClaimRow): Promise<void> {
  const wasClosed = claim.closedAt !== null;
  const standing = wasClosed ? await reopenClaim(act, claim, 'The remittance it was closed on was taken off.') : claim;
  if (answer.postedOperationId !== null) await reverseOperation(act, answer.postedOperationId);
  await addToClaim(act, claim, splitOf(answer.settled, Number(claim.priorCents)), -1);
  await clearLines(act, claim.id);
  await restoreClaim(act, claim.id, answer.claimBefore);
  if (wasClosed || standing.reopenedAt !== null) {
    // No workflow watches over it any more: it stands at the desk until its own answer is posted.
    const { status } = (await lockClaim(act, claim.id)) ?? standing;
    await markStuck(act, claim, { status, cause: 'posting-problem', detail: { problems: ['The remittance posted to this claim was taken off again; its own has not come.'], codes: ['taken-back'] } });
  }
}

async function restoreClaim(act: Act, claimId: string, before: ClaimBefore | null): Promise<void> {
  const status = before && OPEN_STATUSES.includes(before.status) ? before.status : 'submitted';
  await execute(
    act,
    `UPDATE claims SET status = ?, payer_claim_number = ?, appeal_by = ?, next_deadline_at = ?, stuck_cause = ?, stuck_fingerprint = ?, stuck_detail_enc = NULL, version = version + 1, updated_at = ? WHERE id = ?`,
    [status, before?.payerClaimNumber ?? null, before?.appealBy ?? null, before?.nextDeadlineAt ? new Date(before.nextDeadlineAt) : null, before?.stuckCause ?? null, before?.stuckFingerprint ?? null, act.now, claimId],
  );
}

/** The answer that was undone stands again, with a posting of its own that can be undone in turn. */
async function undoReversal(act: Act, answer: StoredAnswer, claim: ClaimRow): Promise<void> {
  if (await liveAnswer(act, claim.id)) throw conflict('later-answer', 'A later answer stands on this claim. Take that one off first.');
  const [undone] = await select<{ id: string }>(act, 'SELECT id FROM remittance_claims WHERE reversed_by_id = ? FOR UPDATE', [answer.id]);
  const original = undone ? await readAnswer(act, undone.id) : null;
  if (!original) throw notFound();
  const operationId = answer.postedOperationId === null ? null : (await reverseOperation(act, answer.postedOperationId)).operationId;
  await execute(act, 'UPDATE remittance_claims SET reversed_by_id = NULL, posted_operation_id = ? WHERE id = ?', [operationId, original.id]);
  const split = splitOf(original.settled, Number(claim.priorCents));
  await addToClaim(act, claim, split, 1);
  await writeLines(act, claim.id, original.settled.lines, (await pairLines(act, claim.id, original.settled.lines)).numbers);
  await moveClaim(act, claim, original.settled, outcomeOf(split));
}

async function undoSplit(act: Act, answer: StoredAnswer): Promise<void> {
  const parts = await select<{ id: string; operationId: string | null }>(act, 'SELECT id, posted_operation_id AS operationId FROM remittance_claims WHERE split_from_id = ? ORDER BY id FOR UPDATE', [answer.id]);
  if (parts.some(({ operationId }) => operationId !== null)) throw conflict('part-posted', 'A part of this split is posted. Take that off first.');
  for (const part of parts) await updateAnswer(act, part, unposted('ignored', 'split-undone'));
}
