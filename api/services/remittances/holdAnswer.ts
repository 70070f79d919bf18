import { formatDollars } from '../../../domain/money';
import { type Act, select, selectOne } from '../../http/act';
import { conflict, notFound, staleVersion, unprocessable } from '../../http/problem';
import { type ClaimRow, lockClaim } from '../claims/claimRow';
import { readAnswer, type StoredAnswer } from '../payer/remittanceRows';

export interface HeldAnswer {
  readonly answer: StoredAnswer;
  /** The claim asked for, or the one the answer is posted to. */
  readonly claim: ClaimRow | null;
}

/** States in which a person has still to decide. */
const QUEUED = ['unmatched', 'unbalanced'];

/**
 * Take an answer into a person's hands: its claim's row first, then its own, in the order in which remittances are posted. A stale
 * version is refused with who worked it.
 */
export async function holdAnswer(act: Act, answerId: string, version: number, claimId?: string): Promise<HeldAnswer> {
  const known = await readAnswer(act, answerId);
  if (!known) throw notFound();
  const wanted = claimId ?? known.claimId;
  const claim = wanted === null ? null : await lockClaim(act, wanted);
  const answer = await readAnswer(act, answerId, true);
  if (!answer) throw notFound();
  await requireVersion(act, answer, version);
  if (claimId === undefined && answer.claimId !== known.claimId) throw staleVersion(versionOf(answer));
  return { answer, claim };
}

/** The optimistic version of an answer. */
export function versionOf({ round }: Pick<StoredAnswer, 'round'>): number {
  return round + 1;
}

export function isQueued({ state }: Pick<StoredAnswer, 'state'>): boolean {
  return QUEUED.includes(state);
}

export function requireQueued(answer: StoredAnswer): void {
  if (!isQueued(answer)) throw conflict('answer-decided', answer.state === 'posted' ? 'This answer is posted already.' : 'This answer needs nothing more.', { currentVersion: versionOf(answer) });
}

async function requireVersion(act: Act, answer: StoredAnswer, version: number): Promise<void> {
  if (version === versionOf(answer)) return;
  const by = await selectOne<{ id: string; name: string }>(act, 'SELECT u.id, u.display_name AS name FROM remittance_claims x JOIN staff_users u ON u.id = x.worked_by WHERE x.id = ?', [answer.id]);
  throw staleVersion(versionOf(answer), by);
}

/** Claims less provider-level adjustments less the payment of a remittance; parts of a split stand for their whole. */
export async function readDifference(act: Act, remittanceId: string): Promise<number> {
  const row = await selectOne<{ difference: number }>(
    act,
    `SELECT CAST(COALESCE((SELECT SUM(x.paid_cents) FROM remittance_claims x WHERE x.remittance_id = r.id AND NOT (x.state = 'ignored' AND x.queue_reason IN ('was-split', 'split-undone'))), 0)
       - COALESCE((SELECT SUM(p.cents) FROM provider_adjustments p WHERE p.remittance_id = r.id), 0) - r.payment_cents AS SIGNED) AS difference FROM remittances r WHERE r.id = ?`,
    [remittanceId],
  );
  return Number(row?.difference ?? 0);
}

/** Money of a remittance that does not add up is not moved: its amount is corrected first. */
export async function requireBalanced(act: Act, remittanceId: string): Promise<void> {
  const difference = await readDifference(act, remittanceId);
  if (difference !== 0) throw unprocessable('remittance-out-of-balance', `This remittance is off by ${formatDollars(Math.abs(difference))}. Correct the amount paid, or the answer that is wrong, first.`);
}

/** Lock the claims of every answer of a remittance that waits, in the order of their IDs. */
export async function lockWaitingClaims(act: Act, remittanceId: string): Promise<void> {
  const rows = await select<{ id: string }>(act, "SELECT DISTINCT claim_id AS id FROM remittance_claims WHERE remittance_id = ? AND claim_id IS NOT NULL AND state IN ('unmatched', 'unbalanced')", [remittanceId]);
  if (rows.length > 0) await select(act, 'SELECT id FROM claims WHERE id IN (:ids) ORDER BY id FOR UPDATE', { ids: rows.map(({ id }) => id) });
}
