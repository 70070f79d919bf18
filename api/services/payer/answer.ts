import { type Act, selectOne } from '../../http/act';
import { Acknowledger, InterchangeReader } from '../../../interop/x12';
import { type ClaimRow } from '../claims/claimRow';
import { placeOfSubmission } from '../claims/submitClaim';
import { takeIn999 } from '../exchange/takeInAcknowledgment';
import { nextControlNumber } from '../money/numbers';
import { receiveAcknowledgement } from './acknowledge';
import { behaviourOf, type PayerBehaviour } from './behaviour';
import { decideAcknowledgement, isTakenIn } from './decide';
import { payAgain, payInRun, sentBefore } from './paymentRun';
import { receiveRemittance } from './receiveRemittance';
import { type SubmissionRow } from './submission';

/** What the payer's side of an answer came to; `isDown`: it answers nothing now. */
export type Answered<T> = ({ readonly isDown: false } & T) | { readonly isDown: true };

/** The demonstration payer acknowledges a submission, or refuses to take it in. The caller holds the claim's row. */
export async function answerAcknowledgement(act: Act, claim: ClaimRow, submission: SubmissionRow): Promise<Answered<{ accepted: boolean }>> {
  const behaviour = await behaviourOf(act, claim.payerId);
  if (behaviour.isDown) return { isDown: true };
  await acknowledgeReceipt(act, submission);
  const decision = await decideAcknowledgement(act, claim.number, submission, behaviour);
  return { isDown: false, accepted: await receiveAcknowledgement(act, claim, submission, decision) };
}

/** The demonstration payer's 999: it reads the 837 it was sent, and says whether it could. An appeal is a letter. */
async function acknowledgeReceipt(act: Act, submission: SubmissionRow): Promise<void> {
  if (submission.kind === 'appeal' || submission.acknowledgedAt !== null) return;
  const row = await selectOne<{ contentEnc: Buffer | null }>(act, 'SELECT content_enc AS contentEnc FROM claim_submissions WHERE id = ? AND arrived_at IS NULL', [submission.id]);
  if (!row?.contentEnc) return;
  const reader = new InterchangeReader();
  const acknowledger = new Acknowledger();
  for (const event of [...reader.push(act.database.cipher.open(placeOfSubmission(submission.id), row.contentEnc)), ...reader.end()]) acknowledger.take(event);
  const controlNumber = await nextControlNumber(act);
  for (const [index, said] of acknowledger.acknowledgments.entries()) await takeIn999(act, { ...said, controlNumber: String(index + 1).padStart(4, '0') }, controlNumber);
}

/**
 * The demonstration payer adjudicates a submission and sends its 835, with whatever else falls due in the same run. It decides once and
 * remembers: a second copy, and the answer to a claim that was paid with another, is the same bytes, which our side recognises; beyond
 * its copies a payer that pays twice sends a payment of its own, under another number. Not `posted` when our side took nothing in. The
 * caller holds the claim's row.
 */
export async function answerRemittance(act: Act, claim: ClaimRow, submission: SubmissionRow, copy = 1): Promise<Answered<{ posted: boolean }>> {
  const behaviour = await behaviourOf(act, claim.payerId);
  if (behaviour.isDown) return { isDown: true };
  if (!(await isTakenIn(act, claim, submission, behaviour))) return { isDown: false, posted: false }; // what was never taken in is never adjudicated
  const first = await remittanceFor(act, claim, submission, behaviour);
  const text = behaviour.payTwice && copy > behaviour.copies ? await payAgain(act, submission.id) : first;
  if (text === null) return { isDown: false, posted: false };
  const { remittanceId } = await receiveRemittance(act, claim.payerId, text);
  return { isDown: false, posted: remittanceId !== null };
}

/** The 835 the demonstration payer answers a submission with; what was decided once stands. The caller holds the claim's row. */
export async function remittanceFor(act: Act, claim: ClaimRow, submission: SubmissionRow, behaviour: PayerBehaviour): Promise<string> {
  return (await sentBefore(act, submission.id)) ?? (await payInRun(act, { claim, submission }, behaviour));
}
