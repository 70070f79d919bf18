import { type Act, execute, selectOne } from '../../http/act';
import { Acknowledger, InterchangeReader } from '../../../interop/x12';
import { type ClaimRow } from '../claims/claimRow';
import { placeOfSubmission } from '../claims/submitClaim';
import { takeIn999 } from '../exchange/takeInAcknowledgment';
import { type ClaimSnapshot, takeSnapshot } from '../claims/snapshot';
import { nextValue } from '../money/numbers';
import { receiveAcknowledgement } from './acknowledge';
import { behaviourOf, type PayerBehaviour } from './behaviour';
import { decideAcknowledgement, decideClaim, type Decision } from './decide';
import { placeOfDecision, writeAccumulators } from './memberRecord';
import { receiveRemittance } from './receiveRemittance';
import { type SubmissionRow } from './submission';
import { type PaymentRun, writeRemittance } from './write835';

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
  const controlNumber = await nextValue(act, 'interchange-control');
  for (const [index, said] of acknowledger.acknowledgments.entries()) await takeIn999(act, { ...said, controlNumber: String(index + 1).padStart(4, '0') }, controlNumber);
}

/**
 * The demonstration payer adjudicates a submission and sends its 835. It decides once and remembers: a second copy is the same
 * bytes, which our side recognises; beyond its copies a payer that pays twice sends a payment of its own, under another number. Not
 * `posted` when our side took nothing in. The caller holds the claim's row.
 */
export async function answerRemittance(act: Act, claim: ClaimRow, submission: SubmissionRow, copy = 1): Promise<Answered<{ posted: boolean }>> {
  const behaviour = await behaviourOf(act, claim.payerId);
  if (behaviour.isDown) return { isDown: true };
  const accepted = submission.acknowledgedAt !== null ? submission.status === 'accepted' : (await decideAcknowledgement(act, claim.number, submission, behaviour)).accepted;
  if (!accepted) return { isDown: false, posted: false }; // what was never taken in is never adjudicated
  const first = await remittanceFor(act, claim, submission, behaviour);
  const text = behaviour.payTwice && copy > behaviour.copies ? await payAgain(act, claim, submission) : first;
  if (text === null) return { isDown: false, posted: false };
  const { remittanceId } = await receiveRemittance(act, claim.payerId, text);
  return { isDown: false, posted: remittanceId !== null };
}

/** The 835 the demonstration payer answers a submission with; what was decided once stands. The caller holds the claim's row. */
export async function remittanceFor(act: Act, claim: ClaimRow, submission: SubmissionRow, behaviour: PayerBehaviour): Promise<string> {
  return (await sentBefore(act, submission.id)) ?? (await decideAnew(act, await takeSnapshot(act, claim), submission, behaviour));
}

/** The same decision paid once more, as payers do by mistake; null when nothing was paid. */
async function payAgain(act: Act, claim: ClaimRow, submission: SubmissionRow): Promise<string | null> {
  const row = await selectOne<{ decisionEnc: Buffer; traceNumber: string }>(act, 'SELECT decision_enc AS decisionEnc, trace_number AS traceNumber FROM payer_decisions WHERE submission_id = ?', [submission.id]);
  const decision = row && act.database.cipher.openJson<Decision>(placeOfDecision(submission.id), row.decisionEnc);
  if (!decision || decision.result.paidCents <= 0) return null;
  return write(await takeSnapshot(act, claim), decision, { controlNumber: await nextValue(act, 'interchange-control'), traceNumber: `${row.traceNumber.slice(0, 48)}-2`, now: act.now });
}

function write(snapshot: ClaimSnapshot, decision: Decision, run: PaymentRun): string {
  const written = writeRemittance(snapshot, decision, run);
  if (!written.ok) throw new Error(`The demonstration payer's 835 would be refused: ${written.problems.map(({ message }) => message).join('; ')}`);
  return written.text;
}

async function sentBefore(act: Act, submissionId: string): Promise<string | null> {
  const row = await selectOne<{ remittanceEnc: Buffer }>(act, 'SELECT remittance_enc AS remittanceEnc FROM payer_decisions WHERE submission_id = ?', [submissionId]);
  return row ? act.database.cipher.open(placeOfRemittance(submissionId), row.remittanceEnc) : null;
}

async function decideAnew(act: Act, snapshot: ClaimSnapshot, submission: SubmissionRow, behaviour: PayerBehaviour): Promise<string> {
  const { claim, payer, coverage } = snapshot;
  // The payer numbers what it receives; ours is unique, so theirs is.
  const payerClaimNumber = `P${String(submission.controlNumber).padStart(9, '0')}`;
  const decision = await decideClaim(act, snapshot, submission, behaviour, payerClaimNumber);
  const traceNumber = `${payer.identifier}-${submission.controlNumber}`.slice(0, 50);
  const controlNumber = await nextValue(act, 'interchange-control');
  const text = write(snapshot, decision, { controlNumber, traceNumber, now: act.now });
  const { cipher } = act.database;
  await execute(act, 'INSERT INTO payer_decisions (submission_id, payer_id, coverage_id, payer_claim_number, trace_number, decision_enc, remittance_enc, decided_at) VALUES (?)', [[
    submission.id, claim.payerId, coverage?.id ?? null, payerClaimNumber, traceNumber, cipher.sealJson(placeOfDecision(submission.id), decision), cipher.seal(placeOfRemittance(submission.id), text), act.now,
  ]]);
  if (coverage) await writeAccumulators(act, coverage.id, decision.result.accumulators);
  return text;
}

function placeOfRemittance(submissionId: string): { table: string; column: string; id: string } {
  return { table: 'payer_decisions', column: 'remittance_enc', id: submissionId };
}
