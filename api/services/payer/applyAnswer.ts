import { allAdjustments, imbalance, outcomeOf, type SettledClaim, type SettlementOutcome, type Split, splitOf } from '../../../domain/claims/settlement';
import { settlementEntries } from '../../../domain/ledger/entries';
import { MINUTE_MS } from '../../../domain/time';
import { type Act, executeLater } from '../../http/act';
import { type ClaimRow, lockClaim, openCents } from '../claims/claimRow';
import { isHeldByNextPayer, isSettledHere, reopenClaim } from '../claims/reopenClaim';
import { settleClaim } from '../claims/settleClaim';
import { lockAccount } from '../money/accounts';
import { postOperation, reverseOperation } from '../money/ledger';
import { type Answer } from './answerOfPayment';
import { claimAfterReversal, moveClaim, tellSettlement } from './claimAfterAnswer';
import { clearLines, pairLines, writeLines } from './claimLines';
import { type AnswerOutcome, type ClaimBefore, liveAnswer, type QueueReason } from './remittanceRows';
import { tellWorkflow } from './tellWorkflow';

/** An answer on its way to a claim. `round` counts the people who worked it: each posting has a deduplication ID of its own. */
export interface AnswerToApply extends Answer {
  readonly id: string;
  readonly round: number;
}

/** What a person has decided; nobody, when a file is posted. */
export interface PersonsChoice {
  /** Our line number for each service line, null for none of ours; the person has looked. */
  readonly lines?: readonly (number | null)[];
  /** A closed claim may be opened again for this answer. */
  readonly mayReopen?: boolean;
}

export type Verdict =
  | (AnswerOutcome & { readonly state: 'posted'; readonly outcome: SettlementOutcome | 'reversed' | 'voided' })
  | { readonly state: 'unmatched' | 'unbalanced' | 'ignored'; readonly reason: QueueReason; readonly claimId: string | null };

/**
 * Post an answer to a claim, or say why a person must look at it; nothing is moved then. The caller holds the claim's row and keeps
 * the answer's own row.
 */
export async function applyAnswer(act: Act, claim: ClaimRow | null, answer: AnswerToApply, choice: PersonsChoice = {}): Promise<Verdict> {
  if (!claim || claim.status === 'entered-in-error') return { state: 'unmatched', reason: 'no-such-claim', claimId: null };
  if (imbalance(answer.settled) !== null) return { state: 'unbalanced', reason: 'out-of-balance', claimId: claim.id };
  await lockAccount(act, claim.accountId);
  return answer.settled.statusCode === '22' ? applyReversal(act, claim, answer) : applySettlement(act, claim, answer, choice);
}

async function applySettlement(act: Act, claim: ClaimRow, answer: AnswerToApply, choice: PersonsChoice): Promise<Verdict> {
  const { settled } = answer;
  const unfit = (state: 'unmatched' | 'unbalanced' | 'ignored', reason: QueueReason): Verdict => ({ state, reason, claimId: claim.id });
  if (settled.chargeCents !== claim.chargeCents) return unfit('unbalanced', 'charge-differs');
  if (await liveAnswer(act, claim.id)) return isDuplicateDenial(settled) ? unfit('ignored', 'duplicate-of-ours') : unfit('unmatched', 'already-settled');
  const pairs = await pairLines(act, claim.id, settled.lines, choice.lines);
  if (pairs.problem) return unfit('unmatched', pairs.problem);
  const split = splitOf(settled, Number(claim.priorCents));
  const moved = split.paidCents + adjustedBy(split);
  let standing = claim;
  if (moved > openCents(claim) && claim.closedAt !== null) {
    if (!choice.mayReopen) return unfit('unmatched', 'claim-closed');
    if (await isHeldByNextPayer(act, claim.id)) return unfit('unmatched', 'next-payer-first');
    standing = await reopenClaim(act, claim, 'The payer answered after it was closed.');
  }
  if (moved > openCents(standing)) return unfit('unbalanced', 'more-than-open');
  const key = keyOf(answer);
  const entries = settlementEntries({ accountId: claim.accountId, claimId: claim.id }, split);
  const postedOperationId = entries.length === 0 ? null : (await postOperation(act, { kind: 'remittance-claim', dedupId: `remittance-claim/${key}`, entries })).operationId;
  await addToClaim(act, claim, split, 1);
  await executeLater(act, 'UPDATE claims SET payer_claim_number = COALESCE(?, payer_claim_number) WHERE id = ?', [answer.payerClaimNumber, claim.id]);
  await writeLines(act, claim.id, settled.lines, pairs.numbers);
  const outcome = outcomeOf(split);
  const appealBy = await moveClaim(act, standing, settled, outcome);
  await tellSettlement(act, claim.id, key, settled, split, outcome);
  await tellWorkflow(act, claim.id, { remittanceClaimId: key, outcome, patientCents: split.patientCents, appealBy });
  await settleWhereNoWorkflowDoes(act, claim.id, outcome);
  return { state: 'posted', outcome, claimId: claim.id, queueReason: null, postedOperationId, contractualCents: split.contractualCents, deniedCents: split.deniedCents, answerMinutes: minutesSinceSent(act, claim), claimBefore: before(claim) };
}

/** Undo the answer that stands, exactly; the claim is then as it was before it. What was decided on that answer is undone with it. */
async function applyReversal(act: Act, claim: ClaimRow, answer: AnswerToApply): Promise<Verdict> {
  const { settled } = answer;
  const live = await liveAnswer(act, claim.id);
  if (!live || (answer.payerClaimNumber !== null && live.payerClaimNumber !== null && live.payerClaimNumber !== answer.payerClaimNumber)) return { state: 'unmatched', reason: 'nothing-to-reverse', claimId: claim.id };
  if (live.settled.paidCents !== -settled.paidCents || live.settled.chargeCents !== -settled.chargeCents) return { state: 'unbalanced', reason: 'reversal-differs', claimId: claim.id };
  if (await isHeldByNextPayer(act, claim.id)) return { state: 'unmatched', reason: 'next-payer-first', claimId: claim.id };
  const standing = claim.closedAt !== null && claim.status !== 'voided' ? await reopenClaim(act, claim, 'The payer undid its answer.') : claim;
  const postedOperationId = live.postedOperationId === null ? null : (await reverseOperation(act, live.postedOperationId)).operationId;
  const split = splitOf(live.settled, Number(claim.priorCents));
  await executeLater(act, 'UPDATE remittance_claims SET reversed_by_id = ? WHERE id = ?', [answer.id, live.id]);
  await addToClaim(act, claim, split, -1);
  await clearLines(act, claim.id);
  const outcome = await claimAfterReversal(act, standing, keyOf(answer), live.settled.paidCents);
  return { state: 'posted', outcome, claimId: claim.id, queueReason: null, postedOperationId, contractualCents: -split.contractualCents, deniedCents: -split.deniedCents, answerMinutes: null, claimBefore: before(claim) };
}

/** What an answer adjusts. What the payers before settled is no part of it: it stood on the claim when it was made. */
export function adjustedBy({ contractualCents, patientCents }: Pick<Split, 'contractualCents' | 'patientCents'>): number {
  return contractualCents + patientCents;
}

/** What an answer moved on the claim's own balance; `sign` -1 takes it back. */
export async function addToClaim(act: Act, claim: Pick<ClaimRow, 'id'>, split: Split, sign: 1 | -1): Promise<void> {
  await executeLater(act, 'UPDATE claims SET paid_cents = paid_cents + ?, adjustment_cents = adjustment_cents + ?, patient_cents = patient_cents + ? WHERE id = ?', [
    sign * split.paidCents, sign * adjustedBy(split), sign * split.patientCents, claim.id,
  ]);
}

/** The deduplication key of one posting of an answer. */
export function keyOf({ id, round }: Pick<AnswerToApply, 'id' | 'round'>): string {
  return round === 0 ? id : `${id}/${round}`;
}

/** A claim that was opened again has no workflow that would close it. */
async function settleWhereNoWorkflowDoes(act: Act, claimId: string, outcome: SettlementOutcome): Promise<void> {
  const claim = outcome === 'paid' ? await lockClaim(act, claimId) : null;
  if (claim && isSettledHere(claim)) await settleClaim(act, claim, 'paid');
}

function minutesSinceSent({ now }: Act, { submittedAt }: ClaimRow): number | null {
  return submittedAt && Math.max(0, Math.floor((now.getTime() - submittedAt.getTime()) / MINUTE_MS));
}

function isDuplicateDenial(settled: SettledClaim): boolean {
  return settled.paidCents === 0 && allAdjustments(settled).every(({ reason }) => reason === '18');
}

function before(claim: ClaimRow): ClaimBefore {
  const { status, payerClaimNumber, stuckCause, stuckFingerprint, appealBy, nextDeadlineAt } = claim;
  return { status, payerClaimNumber, stuckCause, stuckFingerprint, appealBy, nextDeadlineAt: nextDeadlineAt?.toISOString() ?? null };
}
