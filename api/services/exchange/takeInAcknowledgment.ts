import { type ClaimStatusCode, STATUS_CATEGORIES } from '../../../domain/claims/statusCodes';
import { type AcknowledgedClaim, type ClaimAcknowledgment, type ImplementationAcknowledgment, type Status } from '../../../interop/x12';
import { type Act, execute, select, selectOne } from '../../http/act';
import { lockClaim } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { receiveAcknowledgement } from '../payer/acknowledge';
import { latestSubmission, readSubmission, type SubmissionRow } from '../payer/submission';

export interface AcknowledgmentTally {
  accepted: number;
  rejected: number;
  /** Claims or groups we have not sent. */
  unknown: number;
}

/** What a group that broke the syntax or the guide is told as: returned, information missing or invalid. */
const RETURNED: ClaimStatusCode = { category: 'A3', status: '21' };

/**
 * A 277CA: which claims were taken in for adjudication. A claim is found by its number, the submission by the batch it names; a payer
 * that names no batch of ours answers the last one.
 */
export async function takeIn277ca(act: Act, acknowledgment: ClaimAcknowledgment, controlNumber: number): Promise<AcknowledgmentTally> {
  const tally: AcknowledgmentTally = { accepted: 0, rejected: 0, unknown: 0 };
  const said = new Map(acknowledgment.providers.flatMap(({ patients }) => patients.flatMap(({ claims }) => claims.map((claim) => [claim.patientControlNumber, claim] as const))));
  if (said.size === 0) return takeInBatch(act, acknowledgment, tally);
  const rows = await select<{ id: string; number: string }>(act, 'SELECT id, number FROM claims WHERE number IN (:numbers) ORDER BY id FOR UPDATE', { numbers: [...said.keys()] });
  tally.unknown += said.size - rows.length;
  for (const { id, number } of rows) {
    const claim = await lockClaim(act, id);
    const submission = claim && ((await submissionOf(act, id, acknowledgment.batch.trace)) ?? (await latestSubmission(act, id)));
    const answer = said.get(number);
    if (!claim || !submission || !answer) tally.unknown += 1;
    else {
      await execute(act, 'UPDATE claim_submissions SET acknowledgment_control_number = ? WHERE id = ? AND acknowledged_at IS NULL', [controlNumber, submission.id]);
      count(tally, await receiveAcknowledgement(act, claim, submission, verdictOf(answer)));
    }
  }
  return tally;
}

/** The payer speaks of the batch only: all of it was returned, or all of it arrived. */
async function takeInBatch(act: Act, { batch }: ClaimAcknowledgment, tally: AcknowledgmentTally): Promise<AcknowledgmentTally> {
  const verdict = verdictOf({ statuses: batch.statuses });
  return verdict.accepted ? tally : returnGroup(act, Number(batch.trace), verdict.codes, tally);
}

/** A 999: whether a group could be read. One that could not is returned, claims and all; nothing of it was adjudicated. */
export async function takeIn999(act: Act, { group, status, transactions }: ImplementationAcknowledgment, controlNumber: number): Promise<AcknowledgmentTally> {
  const tally: AcknowledgmentTally = { accepted: 0, rejected: 0, unknown: 0 };
  if (group.functionalId !== 'HC') return tally; // an answer to something else than claims
  const isReturned = ['R', 'M', 'W', 'X'].includes(status) || transactions.some((one) => ['R', 'M', 'W', 'X'].includes(one.status));
  if (isReturned) return returnGroup(act, group.controlNumber, [RETURNED], tally);
  const submission = await submissionNumbered(act, group.controlNumber);
  if (!submission) return { ...tally, unknown: 1 };
  await execute(act, 'UPDATE claim_submissions SET arrived_at = ?, arrival_control_number = ? WHERE id = ? AND arrived_at IS NULL', [act.now, controlNumber, submission.id]);
  await recordClaimEvent(act, { claimId: submission.claimId, kind: 'arrived', actorKind: 'payer', dedupId: `submission/${submission.id}/arrived` });
  return { ...tally, accepted: 1 };
}

async function returnGroup(act: Act, controlNumber: number, codes: readonly ClaimStatusCode[], tally: AcknowledgmentTally): Promise<AcknowledgmentTally> {
  const known = await submissionNumbered(act, controlNumber);
  const claim = known && (await lockClaim(act, known.claimId));
  const submission = claim && (await readSubmission(act, known.id));
  if (!submission) return { ...tally, unknown: tally.unknown + 1 };
  count(tally, await receiveAcknowledgement(act, claim, submission, { accepted: false, codes }));
  return tally;
}

/** Our submissions have one claim each, under a control number that is the interchange's, the group's and the batch's. */
async function submissionNumbered(act: Act, controlNumber: number): Promise<SubmissionRow | null> {
  if (!Number.isSafeInteger(controlNumber)) return null;
  const row = await selectOne<{ id: string }>(act, 'SELECT id FROM claim_submissions WHERE control_number = ?', [controlNumber]);
  return row && readSubmission(act, row.id);
}

async function submissionOf(act: Act, claimId: string, trace: string): Promise<SubmissionRow | null> {
  const submission = /^\d{1,9}$/.test(trace) ? await submissionNumbered(act, Number(trace)) : null;
  return submission?.claimId === claimId ? submission : null;
}

/** STC03 says it outright; the categories say it where it is left out. One status that rejects is enough. */
function verdictOf({ statuses }: Pick<AcknowledgedClaim, 'statuses'>): { accepted: boolean; codes: ClaimStatusCode[] } {
  const isRefused = ({ action, codes }: Status) => action === 'U' || (action !== 'WQ' && codes.some(({ category }) => STATUS_CATEGORIES[category]?.accepted === false));
  return { accepted: !statuses.some(isRefused), codes: statuses.flatMap(({ codes }) => codes.map(({ category, code }) => ({ category, status: code }))) };
}

function count(tally: AcknowledgmentTally, accepted: boolean): void {
  if (accepted) tally.accepted += 1;
  else tally.rejected += 1;
}
