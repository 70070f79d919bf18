import { adjudicate } from '../../../domain/adjudication';
import { scrubClaim as findProblems, type ScrubProblem } from '../../../domain/claims/scrub';
import { mayBeShared } from '../rights/directives';
import { type Act, executeLater } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { claimOfSnapshot, memberOf } from '../payer/adjudicationInput';
import { readAccumulators } from '../payer/memberRecord';
import { type ClaimRow, isClosed, lockClaim } from './claimRow';
import { recordClaimEvent } from './events';
import { type ClaimSnapshot, takeSnapshot, toScrub } from './snapshot';
import { clearStuck, markStuck } from './stuck';
import { readStay } from './x12/facts';
import { writeClaim } from './x12/claim837';
import { hospitalDay } from '../staff/hospitalZone';

export interface Scrubbed {
  readonly clean: boolean;
  readonly problems: readonly ScrubProblem[];
  readonly warnings: readonly string[];
  readonly snapshot: ClaimSnapshot;
}

/**
 * Check a claim before it leaves the house, with the words of the fix, and note what its plan should pay. The caller holds the
 * claim's row. What cannot be written as an 837 is a problem like any other: incomplete claims do not leave (openemr PR#1994).
 */
export async function scrubClaim(act: Act, claim: ClaimRow): Promise<Scrubbed> {
  if (isClosed(claim)) throw unprocessable('claim-closed', 'This claim is closed.');
  const [snapshot, kept] = await Promise.all([takeSnapshot(act, claim), sharingProblems(act, claim)]);
  const { problems: found, warnings } = findProblems(toScrub(snapshot), hospitalDay(act.now));
  const problems = kept.length > 0 ? kept : found.length > 0 ? found : await writingProblems(act, snapshot);
  const [first] = problems;
  if (first) {
    await markStuck(act, claim, { status: 'scrub-failed', cause: first.cause, detail: { problems: problems.map((one) => one.message), codes: problems.map((one) => `${one.cause}:${one.field.replace(/\[\d+\]/g, '')}`) } });
    await recordClaimEvent(act, { claimId: claim.id, kind: 'scrub-failed', detail: { text: problems.map((one) => one.message).join(' ') }, dedupId: `claim/${claim.id}/scrub/${claim.version}` });
    return { clean: false, problems, warnings, snapshot };
  }
  await clearStuck(act, claim.id, 'ready');
  await executeLater(act, 'UPDATE claims SET expected_cents = ? WHERE id = ?', [await expectedPayment(act, snapshot), claim.id]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'scrubbed', detail: { text: warnings.join(' ') }, dedupId: `claim/${claim.id}/scrub/${claim.version}` });
  return { clean: true, problems, warnings, snapshot: { ...snapshot, claim: (await lockClaim(act, claim.id)) ?? claim } };
}

/** What the plan should pay, by its own rules; null when the rules cannot be applied. A later payment is compared with it. */
export async function expectedPayment(act: Act, snapshot: ClaimSnapshot): Promise<number | null> {
  const accumulators = snapshot.coverage ? await readAccumulators(act, snapshot.coverage.id) : {};
  try {
    return adjudicate({ receivedOn: hospitalDay(act.now), plan: snapshot.plan, member: memberOf(snapshot, accumulators), claim: claimOfSnapshot(snapshot) }).paidCents;
  } catch {
    return null; // the plan on file is not one the engine can apply; nothing is expected then
  }
}

/** What the patient keeps from payers does not leave (45 CFR 164.522; 42 CFR Part 2). What the payer has already may be voided. */
async function sharingProblems(act: Act, claim: ClaimRow): Promise<ScrubProblem[]> {
  if (claim.frequency === '8' || (await mayBeShared(act, claim.patientId, claim.encounterId, 'payer'))) return [];
  return [{ cause: 'not-shared', field: 'patient', message: 'The patient does not let this be told to the payer. Bill the patient, or talk with them about the directive.' }];
}

async function writingProblems(act: Act, snapshot: ClaimSnapshot): Promise<ScrubProblem[]> {
  const written = writeClaim(snapshot, await readStay(act, snapshot.claim.encounterId), { controlNumber: 1, now: act.now, usage: 'T' });
  if (written.ok) return [];
  const refusals = written.problems.filter(({ severity }) => severity === 'error');
  return (refusals.length > 0 ? refusals : written.problems).map(({ message, loop, segmentId }) => ({ cause: 'not-writable', field: [loop, segmentId].filter(Boolean).join('/'), message: `The 837 would be refused: ${message}` }));
}
