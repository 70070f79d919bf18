import { carryForward, type ForwardBalance } from '../../../domain/claims/forwardBalance';
import { type Act, executeLater, select, selectOne } from '../../http/act';
import { type ClaimRow, lockClaim, readClaim } from '../claims/claimRow';
import { takeSnapshot } from '../claims/snapshot';
import { nextControlNumber } from '../money/numbers';
import { type PayerBehaviour, remitsAfterMs } from './behaviour';
import { decideClaim, type Decision, isTakenIn } from './decide';
import { lockFamilies, placeOfDecision, writeAccumulators } from './memberRecord';
import { readSubmission, type SubmissionRow } from './submission';
import { netOf, type PaidClaim, type PaymentRun, writeRemittance } from './write835';

/** A submission whose answer is due, and its claim, whose row is held. */
interface Due {
  readonly claim: ClaimRow;
  readonly submission: SubmissionRow;
}

/** The transaction that posts a payment stays short. */
const MOST_TOGETHER = 100;

/**
 * One payment run of the demonstration payer: it adjudicates the submission whose answer is due, and with it what falls due soon after,
 * as payers pay by the day. One payment for all of them, less the balance it has carried forward. Answers the 835.
 */
export async function payInRun(act: Act, first: Due, behaviour: PayerBehaviour): Promise<string> {
  const { payerId } = first.claim;
  const run = await claimsOfRun(act, first, behaviour);
  if (run.length > 1) await lockFamilies(act, run.flatMap(({ claim }) => claim.coverageId ?? []));
  const traceNumber = `${await identifierOf(act, payerId)}-${first.submission.controlNumber}`.slice(0, 50);
  const paid: PaidClaim[] = [];
  for (const due of run) paid.push(await decideAnew(act, due, behaviour, due.submission.id === first.submission.id ? { traceNumber } : { paidWith: first.submission.id }));
  const controlNumber = await nextControlNumber(act);
  const carried = carryForward(paid.reduce((sum, { decision }) => sum + netOf(decision), 0), await lockBalance(act, payerId), traceNumber);
  const text = write(paid, { controlNumber, traceNumber, now: act.now, carried: carried.adjustments });
  await executeLater(act, 'UPDATE payer_decisions SET remittance_enc = ? WHERE submission_id = ?', [act.database.cipher.seal(placeOfRemittance(first.submission.id), text), first.submission.id]);
  await executeLater(act, 'UPDATE payer_balances SET owed_cents = ?, reference = ? WHERE payer_id = ?', [carried.balance.owedCents, carried.balance.reference, payerId]);
  return text;
}

/** The 835 a submission was answered with, alone or together with others; null when it was not decided yet. */
export async function sentBefore(act: Act, submissionId: string): Promise<string | null> {
  const row = await paymentOf(act, submissionId);
  return row?.remittanceEnc ? act.database.cipher.open(placeOfRemittance(row.submissionId), row.remittanceEnc) : null;
}

/** A payment made once more, as payers do by mistake: every claim it paid, under another number. Null when it paid nothing. */
export async function payAgain(act: Act, submissionId: string): Promise<string | null> {
  const payment = await paymentOf(act, submissionId);
  if (!payment) return null;
  const rows = await select<{ submissionId: string; claimId: string; decisionEnc: Buffer }>(
    act,
    'SELECT d.submission_id AS submissionId, s.claim_id AS claimId, d.decision_enc AS decisionEnc FROM payer_decisions d JOIN claim_submissions s ON s.id = d.submission_id WHERE d.submission_id = ? OR d.paid_with = ? ORDER BY d.sequence',
    [payment.submissionId, payment.submissionId],
  );
  const paid: PaidClaim[] = [];
  for (const row of rows) {
    const decision = act.database.cipher.openJson<Decision>(placeOfDecision(row.submissionId), row.decisionEnc);
    const claim = await readClaim(act, row.claimId);
    if (decision && claim && decision.result.paidCents > 0) paid.push({ snapshot: await takeSnapshot(act, claim), decision });
  }
  if (paid.length === 0) return null;
  return write(paid, { controlNumber: await nextControlNumber(act), traceNumber: `${payment.traceNumber.slice(0, 48)}-2`, now: act.now, carried: [] });
}

/**
 * What is paid together, in the order it came in: the submission whose answer is due, and the payer's others that fall due within its
 * run. A claim that somebody holds just now is left for a run of its own: nobody waits for a payer.
 */
async function claimsOfRun(act: Act, first: Due, behaviour: PayerBehaviour): Promise<Due[]> {
  if (behaviour.payTogetherMs === 0) return [first];
  const sentUntil = new Date(act.now.getTime() + behaviour.payTogetherMs - remitsAfterMs(behaviour));
  const waiting = await select<{ submissionId: string; claimId: string }>(
    act,
    `SELECT s.id AS submissionId, s.claim_id AS claimId FROM claims c JOIN claim_submissions s ON s.claim_id = c.id
     WHERE c.payer_id = :payerId AND c.status IN ('submitted', 'acknowledged', 'appealed') AND c.id <> :claimId AND s.adapter = 'demonstration' AND s.status IN (:states) AND s.submitted_at <= :sentUntil
       AND NOT EXISTS (SELECT 1 FROM payer_decisions d WHERE d.submission_id = s.id) AND NOT EXISTS (SELECT 1 FROM claim_submissions l WHERE l.claim_id = s.claim_id AND l.attempt > s.attempt)
     ORDER BY s.submitted_at, s.id LIMIT ${MOST_TOGETHER - 1}`,
    { payerId: first.claim.payerId, claimId: first.claim.id, states: behaviour.outOfOrder ? ['sent', 'accepted'] : ['accepted'], sentUntil },
  );
  if (waiting.length === 0) return [first];
  const free = await select<{ id: string }>(act, 'SELECT id FROM claims WHERE id IN (:claimIds) ORDER BY id FOR UPDATE SKIP LOCKED', { claimIds: waiting.map(({ claimId }) => claimId) });
  const others: Due[] = [];
  for (const { submissionId, claimId } of waiting) {
    if (!free.some(({ id }) => id === claimId)) continue;
    const [claim, submission] = [await lockClaim(act, claimId), await readSubmission(act, submissionId)];
    if (claim && submission && Number(submission.isLatest) === 1 && (await isStillDue(act, { claim, submission }, behaviour))) others.push({ claim, submission });
  }
  return [...others, first].sort((one, other) => one.submission.submittedAt.getTime() - other.submission.submittedAt.getTime());
}

/** Looked at again once its claim is held: what another run has paid meanwhile is done. */
async function isStillDue(act: Act, { claim, submission }: Due, behaviour: PayerBehaviour): Promise<boolean> {
  if (submission.status === 'rejected' || (await selectOne(act, 'SELECT submission_id FROM payer_decisions WHERE submission_id = ?', [submission.id]))) return false;
  return isTakenIn(act, claim, submission, behaviour);
}

/** Decide one claim, on what the ones before have left of the member's and the family's limits. */
async function decideAnew(act: Act, { claim, submission }: Due, behaviour: PayerBehaviour, payment: { traceNumber: string } | { paidWith: string }): Promise<PaidClaim> {
  const snapshot = await takeSnapshot(act, claim);
  // The payer numbers what it receives; ours is unique, so theirs is.
  const payerClaimNumber = `P${String(submission.controlNumber).padStart(9, '0')}`;
  const decision = await decideClaim(act, snapshot, submission, behaviour, payerClaimNumber);
  const [traceNumber, paidWith] = 'paidWith' in payment ? [null, payment.paidWith] : [payment.traceNumber, null];
  await executeLater(act, 'INSERT INTO payer_decisions (submission_id, payer_id, coverage_id, payer_claim_number, trace_number, paid_with, decision_enc, decided_at) VALUES (?)', [[
    submission.id, claim.payerId, snapshot.coverage?.id ?? null, payerClaimNumber, traceNumber, paidWith, act.database.cipher.sealJson(placeOfDecision(submission.id), decision), act.now,
  ]]);
  if (snapshot.coverage) await writeAccumulators(act, snapshot.coverage.id, decision.result.accumulators);
  return { snapshot, decision };
}

function write(paid: readonly PaidClaim[], run: PaymentRun): string {
  const [first, ...others] = paid;
  if (!first) throw new Error('A payment is for something.');
  const written = writeRemittance([first, ...others], run);
  if (!written.ok) throw new Error(`The demonstration payer's 835 would be refused: ${written.problems.map(({ message }) => message).join('; ')}`);
  return written.text;
}

/** The payment a submission was answered with. */
async function paymentOf(act: Act, submissionId: string): Promise<{ submissionId: string; traceNumber: string; remittanceEnc: Buffer | null } | null> {
  return selectOne(
    act,
    'SELECT p.submission_id AS submissionId, p.trace_number AS traceNumber, p.remittance_enc AS remittanceEnc FROM payer_decisions d JOIN payer_decisions p ON p.submission_id = COALESCE(d.paid_with, d.submission_id) WHERE d.submission_id = ?',
    [submissionId],
  );
}

/** What the payer has carried forward, held until the transaction ends. */
async function lockBalance(act: Act, payerId: string): Promise<ForwardBalance> {
  await executeLater(act, 'INSERT INTO payer_balances (payer_id) VALUES (?) ON DUPLICATE KEY UPDATE owed_cents = owed_cents', [payerId]);
  const row = await selectOne<{ owedCents: number; reference: string | null }>(act, 'SELECT owed_cents AS owedCents, reference FROM payer_balances WHERE payer_id = ? FOR UPDATE', [payerId]);
  return { owedCents: Number(row?.owedCents ?? 0), reference: row?.reference ?? null };
}

async function identifierOf(act: Act, payerId: string): Promise<string> {
  const payer = await selectOne<{ identifier: string }>(act, 'SELECT payer_identifier AS identifier FROM payers WHERE id = ?', [payerId]);
  return payer?.identifier ?? payerId;
}

function placeOfRemittance(submissionId: string): { table: string; column: string; id: string } {
  return { table: 'payer_decisions', column: 'remittance_enc', id: submissionId };
}
