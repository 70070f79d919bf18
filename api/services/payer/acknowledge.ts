import { type ClaimStatusCode, rejectionCause, statusWords } from '../../../domain/claims/statusCodes';
import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { type Acknowledged } from '../../../workflows/contracts/moneyMessages';
import { type Act, executeLater } from '../../http/act';
import { type ClaimRow } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { markStuck } from '../claims/stuck';
import { endOfHospitalDay } from '../staff/hospitalZone';
import { type SubmissionRow } from './submission';

export interface Acknowledgement {
  readonly accepted: boolean;
  readonly codes: readonly ClaimStatusCode[];
}

/**
 * Take in a payer's acknowledgement of a submission (277CA). A repeat, or one that comes after the remittance, changes nothing but the
 * submission's own record. The caller holds the claim's row.
 */
export async function receiveAcknowledgement(act: Act, claim: ClaimRow, submission: SubmissionRow, { accepted, codes }: Acknowledgement): Promise<boolean> {
  if (submission.acknowledgedAt !== null) return submission.status === 'accepted';
  await executeLater(act, 'UPDATE claim_submissions SET status = ?, acknowledged_at = ?, rejection_codes = ?, status_codes = ? WHERE id = ? AND acknowledged_at IS NULL', [
    accepted ? 'accepted' : 'rejected', act.now, accepted ? null : JSON.stringify(codes.map(({ category, status }) => `${category}-${status}`)), JSON.stringify(codes), submission.id,
  ]);
  const words = codes.map(statusWords);
  await recordClaimEvent(act, {
    claimId: claim.id, kind: accepted ? 'acknowledged' : 'rejected', actorKind: 'payer',
    detail: { text: words.join('; '), submissionId: submission.id }, dedupId: `submission/${submission.id}/acknowledged`,
  });
  await moveClaim(act, claim, submission, accepted, codes, words);
  const message: Acknowledged = { submissionId: submission.id, accepted, messageId: `acknowledgement-${submission.id}` };
  // A payer that acknowledges what it has paid already speaks to nobody: the claim's workflow has ended.
  if (claim.closedAt === null && claim.reopenedAt === null) act.commands.push({ workflowId: claimWorkflowId(claim.id), kind: 'signal', name: SIGNALS.acknowledged, payload: message, dedupId: `acknowledged/${submission.id}` });
  act.audits.push({ action: 'claim.acknowledged', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { accepted } });
  return accepted;
}

/** Only the last submission speaks for the claim, and only while nothing later is known of it. */
async function moveClaim(act: Act, claim: ClaimRow, submission: SubmissionRow, accepted: boolean, codes: readonly ClaimStatusCode[], words: readonly string[]): Promise<void> {
  if (Number(submission.isLatest) !== 1 || (claim.status !== 'submitted' && claim.status !== 'acknowledged')) return;
  if (accepted) {
    await executeLater(act, "UPDATE claims SET status = 'acknowledged', version = version + 1, updated_at = ? WHERE id = ?", [act.now, claim.id]);
    return;
  }
  await markStuck(act, claim, { status: 'rejected', cause: rejectionCause(codes), detail: { problems: words, codes: codes.map(({ category, status }) => `${category}-${status}`) } });
  // What was never adjudicated is against the filing limit again.
  await executeLater(act, 'UPDATE claims SET next_deadline_at = ? WHERE id = ?', [claim.timelyFilingOn && endOfHospitalDay(claim.timelyFilingOn), claim.id]);
}
