import { newId } from '../../../db/newId';
import { type SettlementOutcome } from '../../../domain/claims/settlement';
import { type Act } from '../../http/act';
import { lockClaim } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { type Answer } from './answerOfPayment';
import { applyAnswer } from './applyAnswer';
import { insertAnswers, QUEUE_REASONS, type QueueReason, unposted } from './remittanceRows';

export interface AnswerAt {
  readonly remittanceId: string;
  readonly sequence: number;
  readonly answer: Answer;
  /** The answer a person split. */
  readonly splitFromId?: string;
}

export type Posted = { readonly answerId: string } & (
  | { readonly state: 'posted'; readonly outcome: SettlementOutcome | 'reversed' | 'voided' }
  | { readonly state: 'unmatched' | 'unbalanced' | 'ignored'; readonly reason: QueueReason }
);

/**
 * Post a payer's answer to one claim: money to the ledger, the claim's balance, its lines, its queue. What does not fit goes to a queue
 * untouched, never to a plug entry. The caller holds the claim's row; the account's is taken here.
 */
export async function postAnswer(act: Act, claimId: string | null, at: AnswerAt): Promise<Posted> {
  const id = newId();
  const { answer, ...place } = at;
  const claim = claimId === null ? null : await lockClaim(act, claimId);
  const verdict = await applyAnswer(act, claim, { ...answer, id, round: 0 });
  if (verdict.state === 'posted') {
    await insertAnswers(act, [{ ...answer, ...place, id, outcome: verdict }]);
    return { answerId: id, state: 'posted', outcome: verdict.outcome };
  }
  return queueAnswer(act, at, verdict, id);
}

/** Keep an answer for a person; the claim's story says so when the claim is known. */
export async function queueAnswer(
  act: Act, { answer, ...place }: AnswerAt, { state, reason, claimId }: { state: 'unmatched' | 'unbalanced' | 'ignored'; reason: QueueReason; claimId: string | null }, id = newId(),
): Promise<Posted> {
  await insertAnswers(act, [{ ...answer, ...place, id, outcome: unposted(state, reason, claimId) }]);
  if (claimId !== null) await recordClaimEvent(act, { claimId, kind: 'remittance-queued', actorKind: 'payer', detail: { text: QUEUE_REASONS[reason] }, dedupId: `remittance-claim/${id}/queued` });
  return { answerId: id, state, reason };
}

/** Keep answers that name no claim of ours for a person, all at once. */
export async function queueStrangers(act: Act, strangers: readonly AnswerAt[], remittanceBalances: boolean): Promise<void> {
  const outcome = remittanceBalances ? unposted('unmatched', 'no-such-claim') : unposted('unbalanced', 'remittance-out-of-balance');
  await insertAnswers(act, strangers.map(({ answer, ...place }) => ({ ...answer, ...place, id: newId(), outcome })));
}
