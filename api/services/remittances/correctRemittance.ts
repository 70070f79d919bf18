import { imbalance } from '../../../domain/claims/settlement';
import { type CodedAdjustment } from '../../../domain/claims/carc';
import { formatDollars } from '../../../domain/money';
import { type Act, execute, select, selectOne } from '../../http/act';
import { invalid, notFound, staleVersion, unprocessable } from '../../http/problem';
import { lockClaim } from '../claims/claimRow';
import { applyAnswer } from '../payer/applyAnswer';
import { postAdjustments } from '../payer/postRemittance';
import { readAnswer, refreshRemittance, unposted, updateAnswer } from '../payer/remittanceRows';
import { holdAnswer, lockWaitingClaims, readDifference, requireQueued } from './holdAnswer';
import { toAnswer } from './enterRemittance';
import { type Worked } from './matchAnswer';

export interface CorrectedRemittance {
  readonly id: string;
  readonly version: number;
  readonly posted: number;
}

/**
 * Correct the amount of a payment that does not add up to what it pays for, as the bank has it. What fits is posted then; an amount that
 * still does not add up is refused with the difference.
 */
export async function correctRemittance(act: Act, remittanceId: string, { version, paymentCents, reason }: { version: number; paymentCents: number; reason: string }): Promise<CorrectedRemittance> {
  await lockWaitingClaims(act, remittanceId);
  const remittance = await selectOne<{ paymentCents: number; version: number }>(act, 'SELECT payment_cents AS paymentCents, version FROM remittances WHERE id = ? FOR UPDATE', [remittanceId]);
  if (!remittance) throw notFound();
  if (version !== remittance.version) throw staleVersion(remittance.version);
  const before = Number(remittance.paymentCents);
  const difference = await readDifference(act, remittanceId);
  if (difference === 0) throw unprocessable('remittance-balanced', 'This remittance adds up: its amount stays.');
  if (paymentCents !== before + difference) throw unprocessable('remittance-out-of-balance', `Claims less provider adjustments come to ${formatDollars(before + difference)}, not ${formatDollars(paymentCents)}.`);
  await execute(act, 'UPDATE remittances SET payment_cents = ? WHERE id = ?', [paymentCents, remittanceId]);
  const posted = await postWhatWaited(act, remittanceId);
  act.audits.push({ action: 'remittance.corrected', resourceType: 'remittance', resourceId: remittanceId, detail: { before, after: paymentCents, reason } });
  return { id: remittanceId, version: version + 1, posted };
}

export interface Correction {
  readonly version: number;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly adjustments: readonly CodedAdjustment[];
  readonly reason: string;
}

/**
 * Correct the amounts of a waiting answer that does not balance, as the payer says on asking. It is settled at claim level then; what the
 * payer sent stays sealed with its remittance. It must balance, and may not put the remittance further out of balance.
 */
export async function correctAnswer(act: Act, answerId: string, { version, reason, ...amounts }: Correction): Promise<Worked> {
  const known = await readAnswer(act, answerId);
  if (!known) throw notFound();
  await lockWaitingClaims(act, known.remittanceId);
  const { answer } = await holdAnswer(act, answerId, version);
  requireQueued(answer);
  const { settled } = toAnswer({ ...amounts, claimNumber: answer.claimNumber, statusCode: answer.settled.statusCode });
  if (imbalance(settled) !== null) throw invalid([{ field: 'paidCents', message: 'Charge less adjustments is not what was paid.' }], 'These amounts do not balance.');
  const before = await readDifference(act, answer.remittanceId);
  const after = before - answer.settled.paidCents + settled.paidCents;
  if (after !== 0 && Math.abs(after) >= Math.abs(before)) throw unprocessable('remittance-out-of-balance', `The remittance would be off by ${formatDollars(Math.abs(after))}.`);
  await execute(act, "UPDATE remittance_claims SET charge_cents = ?, paid_cents = ?, patient_cents = ?, adjustments = ?, service_lines = '[]' WHERE id = ?", [
    settled.chargeCents, settled.paidCents, settled.patientCents, JSON.stringify(settled.adjustments), answer.id,
  ]);
  await updateAnswer(act, answer, unposted('unbalanced', 'remittance-out-of-balance', answer.claimId), reason);
  if (after === 0) await postWhatWaited(act, answer.remittanceId);
  await refreshRemittance(act, answer.remittanceId);
  act.audits.push({ action: 'remittance.answer-corrected', resourceType: 'remittance-claim', resourceId: answer.id, detail: { before: answer.settled, after: settled, reason } });
  const now = await readAnswer(act, answer.id);
  return { id: answer.id, state: now?.state ?? 'unbalanced', version: (now?.round ?? answer.round) + 1 };
}

/** The remittance adds up now: post its adjustments and each answer that only waited for that. Returns how many were posted. */
async function postWhatWaited(act: Act, remittanceId: string): Promise<number> {
  await postAdjustments(act, remittanceId);
  const waiting = await select<{ id: string }>(act, "SELECT id FROM remittance_claims WHERE remittance_id = ? AND state = 'unbalanced' AND queue_reason = 'remittance-out-of-balance' ORDER BY sequence FOR UPDATE", [remittanceId]);
  let posted = 0;
  for (const { id } of waiting) {
    const answer = await readAnswer(act, id);
    if (!answer) continue;
    const claim = answer.claimId === null ? null : await lockClaim(act, answer.claimId);
    const verdict = await applyAnswer(act, claim, { ...answer, round: answer.round + 1 });
    await updateAnswer(act, answer, verdict.state === 'posted' ? verdict : unposted(verdict.state, verdict.reason, verdict.claimId));
    if (verdict.state === 'posted') posted += 1;
  }
  await refreshRemittance(act, remittanceId);
  return posted;
}
