import { CLAIM_ACTIONS, type ClaimAction, decisionFor } from '../../../domain/claims/deskActions';
import { type FormValue } from '../../../domain/tasks/form';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, invalid, staleVersion, unprocessable } from '../../http/problem';
import { completeTask } from '../tasks/complete';
import { lockTask, type LockedTask, requireNotHeldByOther } from '../tasks/lockTask';
import { type ClaimRow, isClosed, lockClaim } from './claimRow';
import { type ClaimChanges, type ClaimDifference, editClaim } from './editClaim';
import { recordClaimEvent } from './events';
import { type AskedAgain, resubmitClaim, type Resubmission } from './resubmitClaim';
import { hospitalDay } from '../staff/hospitalZone';

/** Change a claim while it waits; its workflow is told, and checks an incomplete claim again by itself. */
export async function editAtDesk(act: Act, claimId: string, version: number, changes: ClaimChanges): Promise<{ differences: ClaimDifference[]; version: number }> {
  await requireNotHeld(act, claimId);
  const claim = await lockAtVersion(act, claimId, version);
  const differences = await editClaim(act, claim, changes, `claim/${claimId}/edited/${claim.version}`);
  if (differences.length > 0) {
    const messageId = `claim-changed-${claimId}-${claim.version}`;
    act.commands.push({ workflowId: claimWorkflowId(claimId), kind: 'signal', name: SIGNALS.claimChanged, payload: { messageId }, dedupId: messageId });
  }
  return { differences, version: (await lockClaim(act, claimId))?.version ?? claim.version };
}

export interface SentOn {
  readonly taskId: string;
  readonly decision: string;
  readonly differences: ClaimDifference[];
  readonly version: number;
}

/** Correct a stuck claim and send it on. */
export function editAndRetry(act: Act, claimId: string, version: number, changes: ClaimChanges, note: string | undefined): Promise<SentOn> {
  return decideAtDesk(act, claimId, version, 'send-on', changes, note);
}

/** Correct a stuck claim and complete the task that holds it up, in one transaction: the workflow hears of the task, and goes on. */
export async function decideAtDesk(act: Act, claimId: string, version: number, action: ClaimAction, changes: ClaimChanges, note: string | undefined): Promise<SentOn> {
  const task = await openTaskOf(act, claimId);
  const decision = decisionFor(action, task.type);
  if (decision === null) throw unprocessable('not-retryable', 'The open task of this claim asks for something else. Open the task.');
  requireNotHeldByOther(act, task);
  const claim = await lockAtVersion(act, claimId, version);
  const differences = await editClaim(act, claim, changes, `claim/${claimId}/edited/${claim.version}`);
  await completeTask(act, task, task.version, formOf(task.type, decision, note));
  await recordClaimEvent(act, { claimId, kind: 'retry-asked', detail: { text: [CLAIM_ACTIONS[action].done, note].filter(Boolean).join(': ') }, dedupId: `task/${task.id}/retry` });
  return { taskId: task.id, decision, differences, version: (await lockClaim(act, claimId))?.version ?? claim.version };
}

/** Keep a claim back until a date, or end that. The task stays, asleep until then, and no deadline moves. */
export async function holdClaim(act: Act, claimId: string, version: number, until: string | null, reason: string): Promise<{ holdUntil: string | null; version: number }> {
  if (until !== null && new Date(until) <= act.now) throw invalid([{ field: 'until', message: 'A hold ends in the future.' }]);
  await requireNotHeld(act, claimId);
  const claim = await lockAtVersion(act, claimId, version);
  if (isClosed(claim)) throw unprocessable('claim-closed', 'This claim is closed.');
  const holdUntil = until === null ? null : new Date(until);
  if (holdUntil && claim.nextDeadlineAt && holdUntil > claim.nextDeadlineAt) throw unprocessable('past-deadline', `The hold would pass the deadline of ${hospitalDay(claim.nextDeadlineAt)}.`);
  await execute(act, 'UPDATE claims SET hold_until = ?, version = version + 1, updated_at = ? WHERE id = ?', [holdUntil, act.now, claimId]);
  await execute(act, 'UPDATE tasks SET follow_up_at = ?, updated_at = ? WHERE claim_id = ? AND is_open = 1', [holdUntil, act.now, claimId]);
  await recordClaimEvent(act, { claimId, kind: until === null ? 'hold-ended' : 'held', detail: { text: until === null ? reason : `Until ${hospitalDay(new Date(until))}: ${reason}` }, dedupId: `claim/${claimId}/hold/${claim.version}` });
  act.audits.push({ action: 'claim.held', resourceType: 'claim', resourceId: claimId, patientId: claim.patientId, detail: { until, reason } });
  return { holdUntil: holdUntil?.toISOString() ?? null, version: claim.version + 1 };
}

/** Send a claim again, whatever its status; nobody else may be working on it. */
export async function resubmitAtDesk(act: Act, claimId: string, version: number, asked: Resubmission): Promise<AskedAgain & { version: number }> {
  await requireNotHeld(act, claimId);
  const again = await resubmitClaim(act, await lockAtVersion(act, claimId, version), asked);
  return { ...again, version: (await lockClaim(act, claimId))?.version ?? version };
}

/** The claim's row locked; a version that has passed is refused with whoever holds the claim's task now. */
export async function lockAtVersion(act: Act, claimId: string, version: number): Promise<ClaimRow> {
  const claim = await lockClaim(act, claimId);
  if (!claim) throw unprocessable('claim-closed', 'This claim is closed.');
  if (claim.version !== version) throw staleVersion(claim.version, await holderOf(act, claimId));
  return claim;
}

/** The task that holds a claim up, its row locked. */
export async function openTaskOf(act: Act, claimId: string): Promise<LockedTask> {
  const open = await selectOne<{ id: string }>(act, 'SELECT id FROM tasks WHERE claim_id = ? AND is_open = 1 ORDER BY due_at, id LIMIT 1', [claimId]);
  const task = open && (await lockTask(act, open.id));
  if (!task || !task.isOpen) throw unprocessable('nothing-to-retry', 'No task holds this claim up: it moves by itself, or waits for its payer.');
  return task;
}

async function requireNotHeld(act: Act, claimId: string): Promise<void> {
  const holder = await holderOf(act, claimId);
  if (holder && holder.id !== act.principal.id) throw conflict('claim-held', `${holder.name} works on this claim.`, { holder });
}

async function holderOf(act: Act, claimId: string): Promise<{ id: string; name: string } | null> {
  const [row] = await select<{ id: string; name: string }>(act, 'SELECT u.id, u.display_name AS name FROM tasks t JOIN staff_users u ON u.id = t.holder_id WHERE t.claim_id = ? AND t.is_open = 1 ORDER BY t.due_at LIMIT 1', [claimId]);
  return row ?? null;
}

function formOf(type: TaskTypeName, decision: string, note: string | undefined): Record<string, FormValue> {
  return type === 'resolve-denial' ? { decision, reason: note ?? 'Corrected and sent again.' } : { decision, ...(note ? { note } : {}) };
}
