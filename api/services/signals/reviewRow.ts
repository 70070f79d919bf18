import { newId } from '../../../db/newId';
import { type Act, execute, selectOne } from '../../http/act';

/** How a review ended: a person decided, or nothing stood out any more. */
export type ReviewStatus = 'open' | 'released' | 'corrected' | 'voided' | 'gone';

export interface ReviewRow {
  readonly id: string;
  readonly claimId: string;
  readonly status: ReviewStatus;
  readonly heldAt: Date;
  readonly modelVersion: number | null;
}

/** The open review of a claim; null when nothing holds it. Locked in a write: the caller holds the claim's row. */
export async function openReviewOf(act: Pick<Act, 'database' | 'transaction'>, claimId: string): Promise<ReviewRow | null> {
  return selectOne<ReviewRow>(act, `SELECT id, claim_id AS claimId, status, held_at AS heldAt, model_version AS modelVersion FROM claim_reviews WHERE open_claim_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [claimId]);
}

export async function openReview(act: Act, claimId: string, modelVersion: number | null): Promise<string> {
  const id = newId();
  await execute(act, 'INSERT INTO claim_reviews (id, claim_id, held_at, model_version) VALUES (?)', [[id, claimId, act.now, modelVersion]]);
  return id;
}

/** End a review, with what the person wrote; without a decision, what stood out has gone. */
export async function closeReview(act: Act, reviewId: string, status: Exclude<ReviewStatus, 'open'>, decision: { readonly reason: string; readonly done: string } | null): Promise<void> {
  const sealed = decision === null ? null : act.database.cipher.sealJson(placeOfDecision(reviewId), decision);
  await execute(act, "UPDATE claim_reviews SET status = ?, decided_at = ?, decided_by = ?, decision_enc = ? WHERE id = ? AND status = 'open'", [status, act.now, decision === null ? null : act.principal.id, sealed, reviewId]);
}

/** Where the sealed decision of a review belongs. */
export function placeOfDecision(reviewId: string): { table: string; column: string; id: string } {
  return { table: 'claim_reviews', column: 'decision_enc', id: reviewId };
}
