import { needsSecondPerson } from '../../../domain/ledger/moneyRequests';
import { formatDollars } from '../../../domain/money';
import { type Act, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { limitOf } from '../money/requests/limits';
import { type ClaimRow, openCents } from './claimRow';

/** Who proposed to write a claim off, by the task in which they did. Null when there is no such proposal on this claim. */
export async function proposerOf(act: Act, claimId: string, taskId: string | null): Promise<{ id: string; name: string } | null> {
  if (taskId === null) return null;
  return selectOne<{ id: string; name: string }>(
    act,
    "SELECT u.id, u.display_name AS name FROM tasks t JOIN staff_users u ON u.id = t.completed_by WHERE t.id = ? AND t.claim_id = ? AND t.type = 'resolve-denial' AND t.outcome = 'write-off'",
    [taskId, claimId],
  );
}

/**
 * Refuse to give up more than the limit on one person's word: the last approval of this claim must be by somebody else than the last
 * proposal. Checked where the money moves, whatever asked for it.
 */
export async function requireApprovedWriteOff(act: Act, claim: ClaimRow): Promise<void> {
  if (!(await needsApproval(act, openCents(claim)))) return;
  const approved = await selectOne<{ outcome: string }>(
    act,
    `SELECT a.outcome FROM tasks a JOIN tasks p ON p.id = a.focus_id AND p.claim_id = a.claim_id AND p.outcome = 'write-off'
     WHERE a.claim_id = ? AND a.type = 'approve-write-off' AND a.status = 'completed' AND a.completed_by <> p.completed_by ORDER BY a.completed_at DESC, a.id DESC LIMIT 1`,
    [claim.id],
  );
  if (approved?.outcome !== 'approve') throw unprocessable('second-person-needed', `Writing off ${formatDollars(openCents(claim))} needs a second person.`);
}

/** Whether giving up the rest of a claim takes a second person: the limit is data (`money_limits`). */
export async function needsApproval(act: Act, cents: number): Promise<boolean> {
  return needsSecondPerson({ cents, decidedAloneCents: 0, limitCents: await limitOf(act, 'claim-write-off') });
}
