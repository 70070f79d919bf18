import { isStuckCause, type StuckCause } from '../../../domain/claims/causes';
import { causeFingerprint } from '../../../domain/claims/fingerprint';
import { type Act, executeLater } from '../../http/act';
import { type ClaimRow } from './claimRow';

/** Why a claim is stuck, for the person who will solve it. Sealed. */
export interface StuckDetail {
  /** Plain sentences, most important first. */
  readonly problems: readonly string[];
  /** The codes behind them; equal codes group claims by root cause. */
  readonly codes: readonly string[];
}

/** Put a claim into the queue of a cause. `status` is where it stands with the payer. */
export async function markStuck(act: Act, claim: Pick<ClaimRow, 'id' | 'payerId'>, stuck: { status: ClaimRow['status']; cause: StuckCause; detail: StuckDetail }): Promise<void> {
  const detail = act.database.cipher.sealJson(placeOfDetail(claim.id), stuck.detail);
  await executeLater(
    act,
    'UPDATE claims SET status = ?, stuck_cause = ?, stuck_fingerprint = ?, stuck_detail_enc = ?, version = version + 1, updated_at = ? WHERE id = ?',
    [stuck.status, stuck.cause, causeFingerprint(stuck.cause, claim.payerId, stuck.detail.codes), detail, act.now, claim.id],
  );
}

/** What a workflow says of a claim it needs a person for, where it says no more than the kind. */
const BY_KIND: Readonly<Record<string, StuckCause>> = {
  rejected: 'rejected-other', denied: 'denied-other', 'no-acknowledgement': 'payer-silent', 'no-remittance': 'payer-silent', 'chase-payer': 'payer-silent',
};

/** A workflow asks a person: the claim enters a queue, unless what stopped it has put it into a more exact one. */
export async function queueForPerson(act: Act, claimId: string, said: string): Promise<void> {
  const cause = isStuckCause(said) ? said : (BY_KIND[said] ?? null);
  if (cause === null) return;
  await executeLater(
    act,
    'UPDATE claims SET stuck_fingerprint = CASE WHEN stuck_cause IS NULL THEN ? ELSE stuck_fingerprint END, stuck_cause = COALESCE(stuck_cause, ?), version = version + 1, updated_at = ? WHERE id = ?',
    [causeFingerprint(cause, '', []), cause, act.now, claimId],
  );
}

/** The claim moves again. */
export async function clearStuck(act: Act, claimId: string, status: ClaimRow['status']): Promise<void> {
  await executeLater(
    act,
    'UPDATE claims SET status = ?, stuck_cause = NULL, stuck_fingerprint = NULL, stuck_detail_enc = NULL, hold_until = NULL, escalated_at = NULL, escalated_by = NULL, version = version + 1, updated_at = ? WHERE id = ?',
    [status, act.now, claimId],
  );
}

/** What was written down by `markStuck`; null when the claim is not stuck. */
export function openStuckDetail(act: Act, claim: Pick<ClaimRow, 'id' | 'stuckDetailEnc'>): StuckDetail | null {
  return act.database.cipher.openJson<StuckDetail>(placeOfDetail(claim.id), claim.stuckDetailEnc);
}

function placeOfDetail(claimId: string): { table: string; column: string; id: string } {
  return { table: 'claims', column: 'stuck_detail_enc', id: claimId };
}
