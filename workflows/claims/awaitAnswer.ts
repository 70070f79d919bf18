import { now } from '../support/clock';
import { type ClaimDesk } from './claimDesk';
import { ACKNOWLEDGEMENT_DEADLINE_MS, SECOND_WAIT_MS } from './deadlines';
import { hasChange } from '../support/generation';

/** What the payer said, or `resubmit`: it never got the claim, or staff send it again. */
export type PayerAnswer = 'paid' | 'partly-paid' | 'denied' | 'voided' | 'rejected' | 'resubmit';

/**
 * Wait for the payer's answer to one submission. Its messages come late, twice and in any order: a remittance is an answer
 * with or without an acknowledgement before it. Silence beyond the deadline is asked about in writing (276); a payer that says it
 * has the claim is waited for, and any other makes somebody ask.
 */
export async function awaitAnswer(desk: ClaimDesk, submissionId: string, step: string, patienceMs: number): Promise<PayerAnswer> {
  desk.isWithPayer = true;
  desk.isTakenIn = false;
  const sentAt = now();
  const isAnswered = () => desk.isSentAgain || desk.hasRemittance || desk.hasRejected(submissionId);
  let isThere = false;
  let until = sentAt + ACKNOWLEDGEMENT_DEADLINE_MS;
  for (let silence = 1; ; ) {
    await desk.wait(isThere ? 'payer-remittance' : 'payer-acknowledgement', until, () => isAnswered() || (!isThere && desk.hasAcknowledged(submissionId)));
    if (isAnswered()) return takeAnswer(desk);
    if (!isThere && desk.hasAcknowledged(submissionId)) {
      isThere = true;
      desk.isTakenIn = true;
      until = sentAt + patienceMs;
      continue;
    }
    if (hasChange('claim-status-inquiry')) {
      const standing = await inquire(desk, `${step}-${silence}`);
      if (isAnswered()) return takeAnswer(desk);
      if (!isThere && (standing === 'in-process' || desk.hasAcknowledged(submissionId))) {
        isThere = true;
        desk.isTakenIn = true;
        until = Math.max(sentAt + patienceMs, now());
        silence += 1;
        continue;
      }
    }
    const chased = await desk.askUnless({ step: `chase-payer-${step}-${silence}`, type: 'chase-payer', stuckCause: isThere ? 'no-remittance' : 'no-acknowledgement' }, () => isAnswered() || (!isThere && desk.hasAcknowledged(submissionId)));
    silence += 1;
    if (chased?.values['decision'] === 'resubmit') {
      desk.isWithPayer = false;
      return 'resubmit';
    }
    if (!chased) continue;
    isThere = true;
    until = Math.max(sentAt + patienceMs, now() + SECOND_WAIT_MS);
  }
}

/** Ask the payer where the claim stands. What it says is in the claim's story; without an answer a person asks. */
async function inquire(desk: ClaimDesk, step: string) {
  const { claimId } = desk.input;
  const { standing } = await desk.steps.attempt(`inquire-${step}`, (calls, at) => calls.inquireOverdueClaim({ ...at, claimId }), { skipAs: { standing: 'unanswered' as const } });
  return standing;
}

/** A remittance outweighs a rejection: the payer has adjudicated after all. Sending the claim again outweighs both. */
export function takeAnswer(desk: ClaimDesk): PayerAnswer {
  desk.isWithPayer = false;
  if (desk.isSentAgain) return 'resubmit';
  const remittance = desk.takeRemittance();
  if (remittance && remittance.outcome !== 'reversed') return remittance.outcome;
  desk.isTakenIn = false;
  return 'rejected';
}
