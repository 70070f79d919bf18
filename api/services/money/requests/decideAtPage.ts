import { type Act, selectOne } from '../../../http/act';
import { finishTask } from '../../tasks/finish';
import { lockTask, requireNotHeldByOther } from '../../tasks/lockTask';
import { endApproval } from './approval';
import { type Decision, decideRequest } from './decideRequest';
import { type MadeRequest } from './requestMoney';

/** Decide from the page of requests: the task, when it is open yet, is completed along. */
export async function decideAtPage(act: Act, requestId: string, version: number, decision: Decision): Promise<MadeRequest> {
  const found = await selectOne<{ id: string }>(act, "SELECT id FROM tasks WHERE focus_type = 'money-request' AND focus_id = ? AND is_open = 1 LIMIT 1", [requestId]);
  const task = found && (await lockTask(act, found.id));
  if (task?.isOpen) requireNotHeldByOther(act, task);
  const decided = await decideRequest(act, requestId, decision, version);
  if (task?.isOpen) await finishTask(act, task, { decision: decision.decision, ...(decision.note === null ? {} : { note: decision.note }) }, {});
  else await endApproval(act, requestId);
  return decided;
}
