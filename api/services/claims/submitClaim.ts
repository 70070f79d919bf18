import { newId } from '../../../db/newId';
import { DAY_MS } from '../../../domain/time';
import { type Act, executeLater } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { clearinghouseOf } from '../exchange/clearinghouse';
import { nextControlNumber } from '../money/numbers';
import { latestSubmission, type SubmissionKind } from '../payer/submission';
import { openReviewOf } from '../signals/reviewRow';
import { type ClaimRow } from './claimRow';
import { recordClaimEvent } from './events';
import { scrubClaim } from './scrubClaim';
import { type ClaimSnapshot } from './snapshot';
import { readStay } from './x12/facts';
import { writeClaim } from './x12/claim837';

/** Payers have 30 days for a clean electronic claim in most states; after that somebody asks. */
const ANSWER_DUE_MS = 30 * DAY_MS;
const AT_THE_PAYER = ['submitted', 'acknowledged', 'appealed'];
const KINDS: Readonly<Record<ClaimRow['frequency'], SubmissionKind>> = { 1: 'original', 7: 'replacement', 8: 'void' };

export interface Submitted {
  readonly submissionId: string;
  readonly attempt: number;
}

/**
 * Send a claim to its payer. No status stands in the way of sending again (ottehr#9617), except that what is at the payer already is
 * not sent twice: a repeat answers with the submission under way. Nor is what was paid, unless somebody asked for that. The claim is checked once more on its way out. The caller holds
 * the claim's row.
 */
export async function submitClaim(act: Act, claim: ClaimRow): Promise<Submitted> {
  if (AT_THE_PAYER.includes(claim.status) || isDone(claim)) return sentAlready(act, claim);
  if (await openReviewOf(act, claim.id)) throw unprocessable('claim-in-review', 'Something about this claim stands out: a person decides before it leaves.');
  const { clean, problems, snapshot } = await scrubClaim(act, claim);
  if (!clean) throw unprocessable('claim-incomplete', 'This claim is incomplete and cannot leave.', { errors: problems.map(({ field, message }) => ({ field, message })) });
  const submitted = await send(act, snapshot, KINDS[claim.frequency]);
  await executeLater(act, "UPDATE claims SET status = 'submitted', resubmission_pending = 0, submitted_at = ?, next_deadline_at = ?, version = version + 1, updated_at = ? WHERE id = ?", [
    act.now, new Date(act.now.getTime() + ANSWER_DUE_MS), act.now, claim.id,
  ]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'submitted', detail: { text: `Attempt ${submitted.attempt}`, ...submitted }, dedupId: `submission/${submitted.submissionId}/sent` });
  return submitted;
}

/** A workflow that a restore has put back comes to its submission once more, maybe under another step. */
function isDone({ status, closedAt, resubmissionPending }: ClaimRow): boolean {
  return (status === 'paid' || closedAt !== null) && resubmissionPending === 0;
}

async function sentAlready(act: Act, claim: ClaimRow): Promise<Submitted> {
  const latest = await latestSubmission(act, claim.id);
  if (!latest) throw unprocessable('claim-not-sent', 'This claim counts as sent, but no submission is on record.');
  return { submissionId: latest.id, attempt: latest.attempt };
}

/** Write the 837, keep it sealed, and let the payer have it. */
export async function send(act: Act, snapshot: ClaimSnapshot, kind: SubmissionKind): Promise<Submitted> {
  const { claim } = snapshot;
  const [stay, latest, clearinghouse] = await Promise.all([readStay(act, claim.encounterId), latestSubmission(act, claim.id), clearinghouseOf(act, claim.payerId)]);
  const submissionId = newId();
  const attempt = (latest?.attempt ?? 0) + 1;
  const controlNumber = await nextControlNumber(act);
  const written = writeClaim(snapshot, stay, { controlNumber, now: act.now, usage: clearinghouse.usage });
  if (!written.ok) throw unprocessable('claim-not-writable', 'The 837 of this claim would be refused.', { errors: written.problems.map(({ segmentId, message }) => ({ field: segmentId, message })) });
  const sealed = act.database.cipher.seal(placeOfSubmission(submissionId), written.text);
  await executeLater(act, 'INSERT INTO claim_submissions (id, claim_id, attempt, control_number, kind, status, content_enc, submitted_at, adapter) VALUES (?)', [
    [submissionId, claim.id, attempt, controlNumber, kind, 'sent', sealed, act.now, clearinghouse.adapter],
  ]);
  await clearinghouse.dispatch(act, { submissionId, claimId: claim.id, payerId: claim.payerId });
  act.audits.push({ action: 'claim.submitted', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { submissionId, attempt, kind } });
  return { submissionId, attempt };
}

/** Where the sealed 837 of a submission belongs. */
export function placeOfSubmission(submissionId: string): { table: string; column: string; id: string } {
  return { table: 'claim_submissions', column: 'content_enc', id: submissionId };
}
