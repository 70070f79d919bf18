import { type ClaimDeadline, deadlineWords } from '../../../domain/claims/deadlines';
import { type Act, execute, select } from '../../http/act';
import { alertRole, writeNotification } from '../notifications/notify';
import { type ClaimRow, isClosed } from './claimRow';
import { recordClaimEvent } from './events';

export interface DeadlineWarning {
  readonly deadline: ClaimDeadline;
  readonly on: string;
  readonly daysLeft: number;
}

/** From so many days on a supervisor hears of it too, and the claim's tasks are stat. */
const PRESSING_DAYS = 7;

/**
 * Warn of a deadline: a line in the claim's story, its open tasks more urgent, an alert to who works on it, and in the last week to the
 * supervisors. Once per deadline, date and number of days. False when it is known already or no longer true. The caller holds the
 * claim's row.
 */
export async function warnOfDeadline(act: Act, claim: ClaimRow, { deadline, on, daysLeft }: DeadlineWarning): Promise<boolean> {
  const current = deadline === 'appeal' ? claim.appealBy : claim.timelyFilingOn;
  if (isClosed(claim) || current !== on) return false;
  const words = deadlineWords(deadline, on, daysLeft);
  const id = `claim/${claim.id}/${deadline}/${on}/${daysLeft}`;
  if (!(await recordClaimEvent(act, { claimId: claim.id, kind: 'deadline-warning', detail: { text: words, deadline, on, daysLeft }, dedupId: id }))) return false;
  const pressing = daysLeft <= PRESSING_DAYS;
  const open = await select<{ id: string; holderId: string | null }>(act, 'SELECT id, holder_id AS holderId FROM tasks WHERE claim_id = ? AND is_open = 1 ORDER BY id FOR UPDATE', [claim.id]);
  if (open.length > 0) await execute(act, 'UPDATE tasks SET priority = LEAST(priority, ?), updated_at = ? WHERE id IN (?)', [pressing ? 0 : 1, act.now, open.map((task) => task.id)]);
  for (const task of open) act.announcements.push({ topic: 'task', id: task.id, roles: ['billing'] });
  const event = { id, template: 'claim-deadline', data: { claimId: claim.id, claimNumber: claim.number, deadline: words }, encounterId: claim.encounterId } as const;
  for (const holderId of new Set(open.flatMap((task) => task.holderId ?? []))) {
    await writeNotification(act, { eventId: id, recipientKind: 'staff', recipientId: holderId, channel: 'app', template: event.template, data: event.data, encounterId: event.encounterId });
  }
  if (pressing || open.every((task) => task.holderId === null)) await alertRole(act, pressing ? 'billing-supervisor' : 'billing', null, event);
  act.audits.push({ action: 'claim.deadline-warned', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { deadline, on, daysLeft } });
  return true;
}
