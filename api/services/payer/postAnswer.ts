import { newId } from '../../../db/newId';
import { adjustmentWords, denialCause, meaningOf } from '../../../domain/claims/carc';
import { addDays } from '../../../domain/claims/scrub';
import { allAdjustments, imbalance, matchLines, outcomeOf, type SettledClaim, type SettlementOutcome, type Split, splitOf } from '../../../domain/claims/settlement';
import { settlementEntries } from '../../../domain/ledger/entries';
import { formatDollars } from '../../../domain/money';
import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { type Remitted, SIGNALS } from '../../../workflows/contracts/messages';
import { type ClaimPayment } from '../../../interop/x12';
import { type Act, execute } from '../../http/act';
import { type ClaimRow, lockClaim, openCents, readLines } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { endOfDay } from '../claims/prepareClaim';
import { clearStuck, markStuck } from '../claims/stuck';
import { lockAccount } from '../money/accounts';
import { postOperation, reverseOperation } from '../money/ledger';
import { insertAnswer, liveAnswer, QUEUE_REASONS, type QueueReason, toSettled } from './remittanceRows';

/** Payers give 180 days to appeal, unless their contract says otherwise. */
const APPEAL_DAYS = 180;

export interface AnswerAt {
  readonly remittanceId: string;
  readonly sequence: number;
  readonly payment: ClaimPayment;
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
  const settled = toSettled(at.payment);
  const claim = claimId === null ? null : await lockClaim(act, claimId);
  if (!claim || claim.status === 'entered-in-error') return queue(act, null, at, settled, 'unmatched', 'no-such-claim');
  if (imbalance(settled) !== null) return queue(act, claim, at, settled, 'unbalanced', 'out-of-balance');
  await lockAccount(act, claim.accountId);
  return settled.statusCode === '22' ? postReversal(act, claim, at, settled) : postSettlement(act, claim, at, settled);
}

async function postSettlement(act: Act, claim: ClaimRow, at: AnswerAt, settled: SettledClaim): Promise<Posted> {
  if (settled.chargeCents !== claim.chargeCents) return queue(act, claim, at, settled, 'unbalanced', 'charge-differs');
  const split = splitOf(settled);
  if (await liveAnswer(act, claim.id)) {
    const isDuplicate = settled.paidCents === 0 && allAdjustments(settled).every(({ reason }) => reason === '18');
    return isDuplicate ? queue(act, claim, at, settled, 'ignored', 'duplicate-of-ours') : queue(act, claim, at, settled, 'unmatched', 'already-settled');
  }
  const moved = split.paidCents + adjustedBy(claim, split);
  if (moved > openCents(claim)) return queue(act, claim, at, settled, 'unbalanced', 'more-than-open');
  const id = newId();
  const entries = settlementEntries({ accountId: claim.accountId, claimId: claim.id }, split);
  const operationId = entries.length === 0 ? null : (await postOperation(act, { kind: 'remittance-claim', dedupId: `remittance-claim/${id}`, entries })).operationId;
  await insertAnswer(act, { id, ...at, claimId: claim.id, settled, state: 'posted', queueReason: null, postedOperationId: operationId, contractualCents: split.contractualCents, deniedCents: split.deniedCents });
  await addToClaim(act, claim, split, 1);
  await execute(act, 'UPDATE claims SET payer_claim_number = ? WHERE id = ?', [at.payment.payerControlNumber, claim.id]);
  await writeLines(act, claim.id, settled);
  const outcome = outcomeOf(split);
  const appealBy = await moveClaim(act, claim, settled, outcome);
  await tellStory(act, claim, id, settled, split, outcome);
  tellWorkflow(act, claim.id, { remittanceClaimId: id, outcome, patientCents: split.patientCents, appealBy });
  return { answerId: id, state: 'posted', outcome };
}

/** Undo the answer that stands, exactly; the claim is then as it was before it. */
async function postReversal(act: Act, claim: ClaimRow, at: AnswerAt, settled: SettledClaim): Promise<Posted> {
  const live = await liveAnswer(act, claim.id);
  if (!live || (at.payment.payerControlNumber !== '' && live.payerClaimNumber !== at.payment.payerControlNumber)) return queue(act, claim, at, settled, 'unmatched', 'nothing-to-reverse');
  if (live.settled.paidCents !== -settled.paidCents || live.settled.chargeCents !== -settled.chargeCents) return queue(act, claim, at, settled, 'unbalanced', 'reversal-differs');
  const id = newId();
  const operationId = live.postedOperationId === null ? null : (await reverseOperation(act, live.postedOperationId)).operationId;
  const split = splitOf(live.settled);
  await insertAnswer(act, { id, ...at, claimId: claim.id, settled, state: 'posted', queueReason: null, postedOperationId: operationId, contractualCents: -split.contractualCents, deniedCents: -split.deniedCents });
  await execute(act, 'UPDATE remittance_claims SET reversed_by_id = ? WHERE id = ?', [id, live.id]);
  await addToClaim(act, claim, split, -1);
  await execute(act, 'UPDATE claim_lines SET allowed_cents = NULL, paid_cents = NULL, adjustments = NULL WHERE claim_id = ?', [claim.id]);
  const isVoid = claim.frequency === '8';
  await clearStuck(act, claim.id, isVoid ? 'voided' : 'submitted');
  await recordClaimEvent(act, {
    claimId: claim.id, kind: isVoid ? 'voided' : 'reversed', actorKind: 'payer', dedupId: `remittance-claim/${id}`,
    detail: { text: `${formatDollars(live.settled.paidCents)} taken back${isVoid ? '.' : '; the new answer follows.'}` },
  });
  return { answerId: id, state: 'posted', outcome: isVoid ? 'voided' : 'reversed' };
}

/** Tell the claim's workflow what was posted, once per answer. */
export function tellWorkflow(act: Act, claimId: string, message: Remitted): void {
  act.commands.push({ workflowId: claimWorkflowId(claimId), kind: 'signal', name: SIGNALS.remitted, payload: message, dedupId: `remitted/${message.remittanceClaimId}` });
}

async function queue(act: Act, claim: ClaimRow | null, at: AnswerAt, settled: SettledClaim, state: 'unmatched' | 'unbalanced' | 'ignored', reason: QueueReason): Promise<Posted> {
  const id = newId();
  await insertAnswer(act, { id, ...at, claimId: claim?.id ?? null, settled, state, queueReason: reason, postedOperationId: null, contractualCents: null, deniedCents: null });
  if (claim) await recordClaimEvent(act, { claimId: claim.id, kind: 'remittance-queued', actorKind: 'payer', detail: { text: QUEUE_REASONS[reason] }, dedupId: `remittance-claim/${id}` });
  return { answerId: id, state, reason };
}

/** What an answer adjusts beyond what the payers before had settled when this claim was made. */
function adjustedBy({ priorCents }: Pick<ClaimRow, 'priorCents'>, split: Split): number {
  return split.contractualCents + split.patientCents + split.priorPayerCents - Math.min(priorCents, split.priorPayerCents);
}

async function addToClaim(act: Act, claim: ClaimRow, split: Split, sign: 1 | -1): Promise<void> {
  await execute(act, 'UPDATE claims SET paid_cents = paid_cents + ?, adjustment_cents = adjustment_cents + ?, patient_cents = patient_cents + ? WHERE id = ?', [
    sign * split.paidCents, sign * adjustedBy(claim, split), sign * split.patientCents, claim.id,
  ]);
}

async function writeLines(act: Act, claimId: string, settled: SettledClaim): Promise<void> {
  if (settled.lines.length === 0) return;
  const own = await readLines(act, claimId);
  const numbers = matchLines(own.map((line) => ({ number: line.number, procedure: line.procedureCode, revenueCode: line.revenueCode, serviceDate: line.serviceDate, chargeCents: Number(line.chargeCents) })), settled.lines);
  for (const [index, line] of settled.lines.entries()) {
    const number = numbers[index];
    if (number === null || number === undefined) continue;
    const contractual = line.adjustments.filter((adjustment) => meaningOf(adjustment) === 'contractual').reduce((sum, { cents }) => sum + cents, 0);
    const denied = line.adjustments.some((adjustment) => meaningOf(adjustment) === 'denied');
    await execute(act, 'UPDATE claim_lines SET allowed_cents = ?, paid_cents = ?, adjustments = ? WHERE claim_id = ? AND number = ?', [
      denied ? 0 : line.chargeCents - contractual, line.paidCents, JSON.stringify(line.adjustments), claimId, number,
    ]);
  }
}

/** What was denied stays open, in a queue with its cause and the last day to appeal, which it answers (openemr#7186). */
async function moveClaim(act: Act, claim: ClaimRow, settled: SettledClaim, outcome: SettlementOutcome): Promise<string | null> {
  if (outcome === 'paid') {
    await clearStuck(act, claim.id, 'paid');
    await execute(act, 'UPDATE claims SET appeal_by = NULL, next_deadline_at = NULL WHERE id = ?', [claim.id]);
    return null;
  }
  const denials = allAdjustments(settled).filter((adjustment) => meaningOf(adjustment) === 'denied');
  const byCode = new Map<string, number>();
  for (const one of denials) byCode.set(adjustmentWords(one), (byCode.get(adjustmentWords(one)) ?? 0) + one.cents);
  await markStuck(act, claim, {
    status: outcome, cause: denialCause(denials),
    detail: { problems: [...byCode].map(([words, cents]) => `${formatDollars(cents)} ${words}`), codes: denials.map(({ group, reason }) => `${group}-${reason}`) },
  });
  const appealBy = addDays(act.now.toISOString().slice(0, 10), APPEAL_DAYS);
  await execute(act, 'UPDATE claims SET appeal_by = ?, next_deadline_at = ? WHERE id = ?', [appealBy, endOfDay(appealBy), claim.id]);
  return appealBy;
}

async function tellStory(act: Act, claim: ClaimRow, answerId: string, settled: SettledClaim, split: Split, outcome: SettlementOutcome): Promise<void> {
  const parts = [
    `${formatDollars(split.paidCents)} paid`,
    ...(split.contractualCents === 0 ? [] : [`${formatDollars(split.contractualCents)} reduced by contract`]),
    ...(split.patientCents === 0 ? [] : [`${formatDollars(split.patientCents)} owed by the patient`]),
    ...(split.deniedCents === 0 ? [] : [`${formatDollars(split.deniedCents)} denied`]),
  ];
  const reasons = [...new Set(allAdjustments(settled).map(adjustmentWords))];
  await recordClaimEvent(act, {
    claimId: claim.id, kind: 'remitted', actorKind: 'payer', detail: { text: `${parts.join(', ')}. ${reasons.join('; ')}`, outcome, split }, dedupId: `remittance-claim/${answerId}`,
  });
}
