import { type Act, execute, selectOne } from '../../http/act';
import { stillThere } from '../../http/stillThere';
import { type ClaimRow, lockClaim } from './claimRow';
import { recordClaimEvent } from './events';
import { takeBackFromNextPayer } from './nextPayer';
import { takeBackSettlement } from './resubmitClaim';

/**
 * Open a closed claim again without sending it: what was decided to close it (the rest billed to the patient, written off, passed on) is
 * taken back and its invoice cancelled. What payer and patient have paid stays (openemr#4334). Its workflow has ended, so from here on
 * it is settled where its answer is posted. The caller holds the rows of claim and account. Returns the claim as it stands now.
 */
export async function reopenClaim(act: Act, claim: ClaimRow, why: string): Promise<ClaimRow> {
  await takeBackFromNextPayer(act, claim);
  await takeBackSettlement(act, claim);
  await execute(act, "UPDATE invoices SET status = 'cancelled', version = version + 1 WHERE claim_id = ? AND status IN ('draft', 'issued', 'balanced')", [claim.id]);
  await execute(act, "UPDATE claims SET status = 'submitted', closed_at = NULL, reopened_at = ?, life = life + 1, version = version + 1, updated_at = ? WHERE id = ?", [act.now, act.now, claim.id]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'reopened', detail: { text: why }, dedupId: `claim/${claim.id}/reopened/${claim.life + 1}` });
  act.audits.push({ action: 'claim.reopened', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
  return stillThere(await lockClaim(act, claim.id), 'claim');
}

/** The claim is open and no workflow of its own is left to close it. */
export function isSettledHere(claim: Pick<ClaimRow, 'reopenedAt' | 'closedAt'>): boolean {
  return claim.reopenedAt !== null && claim.closedAt === null;
}

/** A claim to the next payer rests on this one and was answered: this one cannot be opened before that is voided. */
export async function isHeldByNextPayer(act: Act, claimId: string): Promise<boolean> {
  const answered = await selectOne(
    act,
    `SELECT n.id FROM claims n JOIN remittance_claims x ON x.claim_id = n.id AND x.state = 'posted' AND x.status_code <> '22' AND x.reversed_by_id IS NULL
     WHERE n.primary_claim_id = ? AND n.status NOT IN ('voided', 'entered-in-error') LIMIT 1`,
    [claimId],
  );
  return answered !== null;
}
