import { type Act, execute, selectOne } from '../../http/act';
import { type ClaimRow } from '../claims/claimRow';
import { type ClaimSnapshot, takeSnapshot } from '../claims/snapshot';
import { nextValue } from '../money/numbers';
import { receiveAcknowledgement } from './acknowledge';
import { behaviourOf, type PayerBehaviour } from './behaviour';
import { decideAcknowledgement, decideClaim } from './decide';
import { placeOfDecision, writeAccumulators } from './memberRecord';
import { receiveRemittance } from './receiveRemittance';
import { type SubmissionRow } from './submission';
import { writeRemittance } from './write835';

/** The demonstration payer acknowledges a submission, or refuses to take it in. The caller holds the claim's row. */
export async function answerAcknowledgement(act: Act, claim: ClaimRow, submission: SubmissionRow): Promise<boolean> {
  const decision = await decideAcknowledgement(act, claim.number, submission, await behaviourOf(act, claim.payerId));
  return receiveAcknowledgement(act, claim, submission, decision);
}

/**
 * The demonstration payer adjudicates a submission and sends its 835. It decides once and remembers: a second copy is the same
 * bytes, which our side recognises. False when nothing was posted. The caller holds the claim's row.
 */
export async function answerRemittance(act: Act, claim: ClaimRow, submission: SubmissionRow): Promise<boolean> {
  const behaviour = await behaviourOf(act, claim.payerId);
  const accepted = submission.acknowledgedAt !== null ? submission.status === 'accepted' : (await decideAcknowledgement(act, claim.number, submission, behaviour)).accepted;
  if (!accepted) return false; // what was never taken in is never adjudicated
  const text = (await sentBefore(act, submission.id)) ?? (await decideAnew(act, await takeSnapshot(act, claim), submission, behaviour));
  const { remittanceId } = await receiveRemittance(act, claim.payerId, text);
  return remittanceId !== null;
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
  const written = writeRemittance(snapshot, decision, { controlNumber, traceNumber, now: act.now });
  if (!written.ok) throw new Error(`The demonstration payer's 835 would be refused: ${written.problems.map(({ message }) => message).join('; ')}`);
  const { cipher } = act.database;
  await execute(act, 'INSERT INTO payer_decisions (submission_id, payer_id, coverage_id, payer_claim_number, trace_number, decision_enc, remittance_enc, decided_at) VALUES (?)', [[
    submission.id, claim.payerId, coverage?.id ?? null, payerClaimNumber, traceNumber, cipher.sealJson(placeOfDecision(submission.id), decision), cipher.seal(placeOfRemittance(submission.id), written.text), act.now,
  ]]);
  if (coverage) await writeAccumulators(act, coverage.id, decision.result.accumulators);
  return written.text;
}

function placeOfRemittance(submissionId: string): { table: string; column: string; id: string } {
  return { table: 'payer_decisions', column: 'remittance_enc', id: submissionId };
}
