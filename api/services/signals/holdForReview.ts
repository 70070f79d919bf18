import { readJson } from '../../../db/models/table';
import { screenClaim } from '../../../domain/claims/signals/screen';
import { type Finding, fingerprintOf, SIGNALS } from '../../../domain/claims/signals/signal';
import { type Act, selectOne } from '../../http/act';
import { type ClaimRow } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { markStuck } from '../claims/stuck';
import { readFacts } from './facts';
import { bundlesOf, currentModel, type StoredModel } from './model';
import { closeReview, openReview, openReviewOf } from './reviewRow';
import { recordFindings } from './signalRows';

/**
 * Look at a complete claim before it leaves. What stands out, and nobody has released, keeps it in the house until a person decides; nothing
 * else happens: no money moves, nothing is denied. A void takes a claim back, and a claim to a next payer bills what was looked at on the way
 * to the first: neither is looked at. The caller holds the claim's row. True when the claim is held.
 */
export async function holdForReview(act: Act, claim: ClaimRow): Promise<boolean> {
  const isLookedAt = claim.frequency !== '8' && claim.primaryClaimId === null;
  const [stored, open] = await Promise.all([currentModel(act), openReviewOf(act, claim.id)]);
  const holds = isLookedAt ? (await screen(act, claim, stored)).filter(({ severity }) => severity === 'hold') : [];
  const [first] = holds;
  if (!first) {
    if (open) await endReview(act, claim, open.id);
    return false;
  }
  const reviewId = open?.id ?? (await openReview(act, claim.id, stored?.version ?? null));
  await keepBack(act, claim, reviewId, first, holds);
  return true;
}

/** What the signals find that nobody has released, on record. */
async function screen(act: Act, claim: ClaimRow, stored: StoredModel | null): Promise<Finding[]> {
  const plan = await selectOne<{ rules: unknown }>(act, 'SELECT rules FROM plans WHERE id = ?', [claim.planId]);
  const facts = await readFacts(act, claim, bundlesOf(readJson(plan?.rules)));
  const unreleased = await recordFindings(act, claim.id, facts ? screenClaim(facts, stored?.model ?? null) : []);
  act.audits.push({ action: 'claim.screened', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { modelVersion: stored?.version ?? null, found: unreleased.map(({ signal, severity }) => ({ signal, severity })) } });
  return unreleased;
}

async function keepBack(act: Act, claim: ClaimRow, reviewId: string, first: Finding, holds: readonly Finding[]): Promise<void> {
  await markStuck(act, claim, { status: 'on-hold', cause: `review-${first.signal}`, detail: { problems: holds.map(({ reason }) => reason), codes: holds.map(({ signal }) => signal) } });
  const reasons = holds.map((finding) => fingerprintOf(finding)).sort().join('');
  await recordClaimEvent(act, {
    claimId: claim.id, kind: 'review-asked', actorKind: 'workflow', dedupId: `review/${reviewId}/${reasons.slice(0, 100)}`,
    detail: { text: holds.map(({ signal, reason }) => `${SIGNALS[signal].label}: ${reason}`).join('\n') },
  });
}

/** What stood out has gone: somebody corrected it at the desk, or the other claim fell away. */
async function endReview(act: Act, claim: ClaimRow, reviewId: string): Promise<void> {
  await closeReview(act, reviewId, 'gone', null);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'review-over', actorKind: 'workflow', dedupId: `review/${reviewId}/over` });
}

