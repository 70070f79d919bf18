import { sleep } from '@temporalio/workflow';
import { type PayerInput } from './contracts/moneyMessages';
import { onceUp } from './support/onceUp';
import { openSteps } from './support/openSteps';
import { StepCancelled, type StepDesk } from './support/stepDesk';

/**
 * Answers one submission as a payer would (workflow ID `payer-<submissionId>`): an acknowledgement, later a remittance, both
 * delays counted from the submission and durable. It may repeat itself, mix up the order and be down for a while, as payers do. A
 * rejected submission is never adjudicated.
 */
export async function demonstrationPayer(input: PayerInput): Promise<void> {
  const steps = openSteps({ claimId: input.claimId });
  const { acknowledgeAfterMs, remitAfterMs, outOfOrder } = input;
  try {
    const [early, late] = [Math.min(acknowledgeAfterMs, remitAfterMs), Math.max(acknowledgeAfterMs, remitAfterMs)];
    await sleep(early);
    if (outOfOrder) await remit(steps, input);
    else if (!(await acknowledge(steps, input))) return;
    await sleep(late - early);
    if (outOfOrder) await acknowledge(steps, input);
    else await remit(steps, input);
  } catch (error) {
    if (!(error instanceof StepCancelled)) throw error; // an operator let this answer go
  }
}

async function acknowledge(steps: StepDesk, { submissionId, copies }: PayerInput): Promise<boolean> {
  let accepted = true;
  for (let copy = 1; copy <= Math.max(1, copies); copy += 1) {
    ({ accepted } = await onceUp((again) => steps.attempt(`acknowledge-${copy}${again}`, (calls, at) => calls.answerAcknowledgement({ ...at, submissionId, copy }), { skipAs: { accepted: accepted as boolean } })));
  }
  return accepted;
}

async function remit(steps: StepDesk, { submissionId, copies }: PayerInput): Promise<void> {
  for (let copy = 1; copy <= Math.max(1, copies); copy += 1) {
    await onceUp((again) => steps.attempt(`remit-${copy}${again}`, (calls, at) => calls.answerRemittance({ ...at, submissionId, copy }), { skipAs: { posted: false } }));
  }
}
