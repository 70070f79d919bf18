import { type Act, execute } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { latestSubmission } from '../payer/submission';
import { DAY_MS } from '../../../domain/time';
import { type ClaimRow, isClosed } from './claimRow';
import { recordClaimEvent } from './events';
import { takeSnapshot } from './snapshot';
import { send, type Submitted } from './submitClaim';
import { clearStuck } from './stuck';

/** Payers take up to 60 days over an appeal. */
const APPEAL_ANSWER_DUE_MS = 60 * DAY_MS;

/** Appeal a denial. The money stays open: neither paid nor given up. The caller holds the claim's row. */
export async function appealClaim(act: Act, claim: ClaimRow): Promise<Submitted> {
  if (isClosed(claim)) throw unprocessable('claim-closed', 'This claim is closed.');
  const latest = await latestSubmission(act, claim.id);
  if (claim.status === 'appealed' && latest?.kind === 'appeal') return { submissionId: latest.id, attempt: latest.attempt };
  if ((claim.status !== 'denied' && claim.status !== 'partly-paid') || claim.payerClaimNumber === null) throw unprocessable('not-denied', 'Only what the payer has denied can be appealed.');
  const submitted = await send(act, await takeSnapshot(act, claim), 'appeal');
  await clearStuck(act, claim.id, 'appealed');
  await execute(act, 'UPDATE claims SET submitted_at = ?, next_deadline_at = ? WHERE id = ?', [act.now, new Date(act.now.getTime() + APPEAL_ANSWER_DUE_MS), claim.id]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'appealed', detail: { text: `Attempt ${submitted.attempt}`, ...submitted }, dedupId: `submission/${submitted.submissionId}/sent` });
  return submitted;
}
