import { payerOverpaymentEntries } from '../../../domain/ledger/entries';
import { type Act } from '../../http/act';
import { notFound, unprocessable } from '../../http/problem';
import { postOperation } from '../money/ledger';
import { applyAnswer, keyOf } from '../payer/applyAnswer';
import { QUEUE_REASONS, refreshRemittance, type RemittanceState, unposted, updateAnswer } from '../payer/remittanceRows';
import { holdAnswer, requireBalanced, requireQueued } from './holdAnswer';

export interface Worked {
  readonly id: string;
  readonly state: RemittanceState;
  readonly version: number;
}

export interface Match {
  readonly version: number;
  readonly claimId: string;
  /** Our line number for each service line, null for none; left out, the rules decide. */
  readonly lines?: readonly (number | null)[] | undefined;
}

/**
 * Post a waiting answer to the claim a person found for it. The same rules hold as for a file: what does not fit is refused in words,
 * and nothing is moved. A claim that was closed meanwhile is opened again.
 */
export async function matchAnswer(act: Act, answerId: string, { version, claimId, lines }: Match): Promise<Worked> {
  const { answer, claim } = await holdAnswer(act, answerId, version, claimId);
  requireQueued(answer);
  if (!claim || claim.payerId !== answer.payerId) throw notFound(); // another payer's claim is not there
  await requireBalanced(act, answer.remittanceId);
  const verdict = await applyAnswer(act, claim, { ...answer, round: answer.round + 1 }, { mayReopen: true, ...(lines ? { lines } : {}) });
  if (verdict.state !== 'posted') throw unprocessable(`answer-${verdict.reason}`, QUEUE_REASONS[verdict.reason]);
  await updateAnswer(act, answer, verdict);
  await refreshRemittance(act, answer.remittanceId);
  act.audits.push({ action: 'remittance.matched', resourceType: 'remittance-claim', resourceId: answer.id, patientId: claim.patientId, detail: { claimId, outcome: verdict.outcome } });
  return { id: answer.id, state: 'posted', version: answer.round + 2 };
}

/**
 * Decide that a waiting answer is for no claim of ours. Money that came with it is owed back to the payer from then on; it never
 * balances anything else.
 */
export async function setAnswerAside(act: Act, answerId: string, { version, reason }: { version: number; reason: string }): Promise<Worked> {
  const { answer } = await holdAnswer(act, answerId, version);
  requireQueued(answer);
  const { paidCents } = answer.settled;
  const round = answer.round + 1;
  let postedOperationId: string | null = null;
  if (paidCents !== 0) {
    await requireBalanced(act, answer.remittanceId);
    ({ operationId: postedOperationId } = await postOperation(act, { kind: 'payer-overpayment', dedupId: `remittance-claim/${keyOf({ id: answer.id, round })}/owed-back`, entries: payerOverpaymentEntries(paidCents) }));
  }
  await updateAnswer(act, answer, { ...unposted('ignored', paidCents === 0 ? 'set-aside' : 'owed-back'), postedOperationId }, reason);
  await refreshRemittance(act, answer.remittanceId);
  act.audits.push({ action: 'remittance.set-aside', resourceType: 'remittance-claim', resourceId: answer.id, detail: { paidCents, reason } });
  return { id: answer.id, state: 'ignored', version: round + 1 };
}
