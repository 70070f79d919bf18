import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow';
import { type Settlement } from '../activities/billing';
import { awaitAnswer, type PayerAnswer } from './claims/awaitAnswer';
import { ClaimDesk } from './claims/claimDesk';
import { APPEAL_DEADLINE_MS, REMITTANCE_DEADLINE_MS } from './claims/deadlines';
import { type Decision, decideDenial, decideRejection, makeClean } from './claims/decisions';
import { type ClaimInput, type ClaimSettled } from './contracts/moneyMessages';
import { tellPatient } from './stages/tellPatient';

type Outcome = ClaimSettled['outcome'];

/**
 * One claim for as long as it lives (workflow ID `claim-<claimId>`): scrubbed, submitted, acknowledged, adjudicated, appealed
 * or corrected, and settled. It outlives its journey and tells it how things stand:
 * - `claim-paid`: the payer paid, all or in part, and nothing is left to ask of it;
 * - `claim-denied`: the payer adjudicated and pays nothing, and staff accepted that;
 * - `self-pay`: staff billed the patient instead, before the payer had adjudicated;
 * - `claim-with-staff`: the journey need not wait, people have the claim in hand: a task on it passed its due time, an appeal
 *   was sent, or a step has been stuck for a day. A later outcome is told as well, to whoever is still there.
 *
 * Staff can send it again wherever it stands, corrected or to void it (ottehr#9617); a settled one is opened again by that.
 *
 * A claim is money: Temporal's own request to cancel is ignored, people settle it.
 */
export async function claim(input: ClaimInput): Promise<Outcome> {
  return CancellationScope.nonCancellable(() => adjudication(input));
}

async function adjudication(input: ClaimInput): Promise<Outcome> {
  const desk = new ClaimDesk(input).open();
  // Opened again: the word that says so came with the start.
  if ((input.life ?? 1) > 1) await condition(() => desk.isSentAgain);
  for (;;) {
    let how: Settlement = 'self-pay';
    let partlyPaid = false;
    await desk.unlessGivenUp(async () => {
      ({ how, partlyPaid } = await pursue(desk));
    });
    if (desk.isSentAgain) continue;
    const outcome = await settle(desk, how, partlyPaid);
    if (outcome !== 'sent-again') return outcome;
  }
}

/** Everything between the prepared claim and the way it is settled: each answer of the payer asks for the next decision. */
async function pursue(desk: ClaimDesk): Promise<{ how: Settlement; partlyPaid: boolean }> {
  let partlyPaid = false;
  for (;;) {
    desk.attempts.next();
    const made = await makeClean(desk);
    if (made !== 'clean') return { how: made, partlyPaid: false };
    const attempt = desk.attempts.submission;
    let answer: PayerAnswer | Decision = await submit(desk, attempt);
    for (let turn = 1; answer !== 'resubmit'; turn += 1) {
      const step = `${attempt}-${turn}`;
      switch (answer) {
        case 'paid':
        case 'self-pay':
        case 'bill-patient':
        case 'write-off':
          return { how: answer, partlyPaid };
        case 'voided':
          return { how: 'void', partlyPaid: false };
        case 'rejected':
          answer = await decideRejection(desk, step);
          break;
        case 'appeal':
          answer = await appeal(desk, step);
          break;
        case 'partly-paid':
        case 'denied':
          partlyPaid ||= answer === 'partly-paid';
          answer = await decideDenial(desk, step);
          break;
      }
    }
  }
}

async function submit(desk: ClaimDesk, attempt: string): Promise<PayerAnswer> {
  const { claimId } = desk.input;
  const { submissionId } = await desk.steps.attempt(`submit-${attempt}`, (calls, at) => calls.submitClaim({ ...at, claimId }), { scheduled: true });
  return awaitAnswer(desk, submissionId, attempt, REMITTANCE_DEADLINE_MS);
}

/** An appeal takes the payer weeks: the journey is told not to wait. A refused or lost appeal leaves the claim denied. */
async function appeal(desk: ClaimDesk, step: string): Promise<PayerAnswer> {
  const { claimId } = desk.input;
  const sent = await desk.steps.attempt(`appeal-${step}`, (calls, at) => calls.appealClaim({ ...at, claimId }), { scheduled: true, skipAs: null });
  if (!sent) return 'denied';
  await desk.tell('claim-with-staff');
  const answer = await awaitAnswer(desk, sent.submissionId, `${step}-appeal`, APPEAL_DEADLINE_MS);
  if (desk.isSentAgain) return 'resubmit';
  return answer === 'rejected' || answer === 'resubmit' ? 'denied' : answer;
}

/** Close the claim, unless it was sent again meanwhile: before or after. */
async function settle(desk: ClaimDesk, how: Settlement, partlyPaid: boolean): Promise<Outcome | 'sent-again'> {
  const { claimId, encounterId } = desk.input;
  await desk.withdraw(desk.tasks.openTasks.map(({ step }) => step));
  const name = desk.attempts.settlement();
  const { invoiceId, resubmissionPending } = await desk.steps.attempt(name === '1' ? `settle-${how}` : `settle-${how}-${name}`, (calls, at) => calls.settleClaim({ ...at, claimId, how }));
  // The record knew of it first; the word is on its way.
  if (resubmissionPending) await condition(() => desk.isSentAgain);
  if (desk.isSentAgain) return 'sent-again';
  if (invoiceId && encounterId) await tellPatient(desk.steps, encounterId, { event: `invoice-${invoiceId}`, template: 'invoice-issued', appointmentId: null });
  const outcome = outcomeOf(how, partlyPaid);
  await desk.tell(outcome);
  await condition(allHandlersFinished);
  return desk.isSentAgain ? 'sent-again' : outcome;
}

function outcomeOf(how: Settlement, partlyPaid: boolean): Outcome {
  if (how === 'self-pay') return 'self-pay';
  return how === 'paid' || partlyPaid ? 'claim-paid' : 'claim-denied';
}
