import { taskType } from '../../../domain/tasks/types';
import { type Act, execute } from '../../http/act';
import { alertRole, writeNotification } from '../notifications/notify';
import { claimTask, reassignTask, releaseTask } from '../tasks/hold';
import { lockTask, requireNotHeldByOther } from '../tasks/lockTask';
import { recordTaskEvent } from '../tasks/taskEvents';
import { lockAtVersion, openTaskOf } from './deskWork';
import { recordClaimEvent } from './events';

/** Hand a claim to a colleague who may work it: the open task is theirs, and they are told. Answers who held it and who holds it now. */
export async function handOverClaim(act: Act, claimId: string, version: number, userId: string, comment: string | null): Promise<{ from: string | null; to: string | null; version: number }> {
  const task = await openTaskOf(act, claimId);
  const claim = await lockAtVersion(act, claimId, version);
  // What nobody holds, anybody of the desk may pass on; they take it first, so that no two do.
  if (task.holderId === null) await claimTask(act, task);
  const held = (await lockTask(act, task.id)) ?? task;
  const { holder } = await reassignTask(act, held, userId, comment);
  await execute(act, 'UPDATE claims SET holder_id = ?, version = version + 1, updated_at = ? WHERE id = ?', [userId, act.now, claimId]);
  const to = holder?.name ?? null;
  await recordClaimEvent(act, { claimId, kind: 'handed-over', detail: { text: [`To ${to}`, comment].filter(Boolean).join(': ') }, dedupId: `claim/${claimId}/handed-over/${claim.version}` });
  await writeNotification(act, { eventId: `task/${task.id}/handed-over/${held.version}`, recipientKind: 'staff', recipientId: userId, channel: 'app', template: 'task-escalated', data: { taskId: task.id, taskTitle: taskType(task.type).title, rung: 'handed-over' } });
  act.audits.push({ action: 'claim.handed-over', resourceType: 'claim', resourceId: claimId, patientId: claim.patientId, detail: { userId } });
  return { from: task.holderName, to, version: claim.version + 1 };
}

/** Bring a claim before the supervisors: they are told once per `alertId`, and the task is put back so that one of them can take it. */
export async function escalateClaim(act: Act, claimId: string, version: number, reason: string, alertId: string | null): Promise<{ version: number }> {
  const task = await openTaskOf(act, claimId);
  requireNotHeldByOther(act, task);
  const claim = await lockAtVersion(act, claimId, version);
  if (task.holderId !== null) await releaseTask(act, task);
  await recordTaskEvent(act, task.id, 'escalated', null, reason);
  await execute(act, 'UPDATE tasks SET priority = LEAST(priority, 1), updated_at = ? WHERE id = ?', [act.now, task.id]);
  await execute(act, 'UPDATE claims SET escalated_at = ?, escalated_by = ?, version = version + 1, updated_at = ? WHERE id = ?', [act.now, act.principal.id, act.now, claimId]);
  await recordClaimEvent(act, { claimId, kind: 'escalated', detail: { text: reason }, dedupId: `claim/${claimId}/escalated/${claim.version}` });
  const data = { taskId: task.id, taskTitle: taskType(task.type).title, rung: 'asked' };
  await alertRole(act, 'billing-supervisor', null, { id: alertId ?? `claim/${claimId}/escalated/${claim.version}`, template: 'task-escalated', data, encounterId: claim.encounterId });
  act.audits.push({ action: 'claim.escalated', resourceType: 'claim', resourceId: claimId, patientId: claim.patientId });
  return { version: claim.version + 1 };
}
