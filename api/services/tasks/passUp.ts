import { ESCALATES_TO } from '../../../domain/tasks/escalation';
import { type SlaRung } from '../../../domain/tasks/taskType';
import { taskType } from '../../../domain/tasks/types';
import { type Act, execute } from '../../http/act';
import { onCallNow } from '../shifts/onCall';
import { type LockedTask } from './lockTask';
import { recordTaskEvent } from './taskEvents';

/**
 * Work that began in one person's hands does not stay there: when it is due everybody of the role may take it, and at the end of its ladder it
 * goes to who is on call. When the roster names nobody, it stays with everybody, and the task says so.
 */
export async function passUp(act: Act, task: LockedTask, rung: SlaRung): Promise<void> {
  const { beginsWith, escalation = ESCALATES_TO[task.role] } = taskType(task.type);
  if (rung === 'due' && beginsWith && task.holderId !== null) {
    // The version stays: whoever has the form open just now can still complete it, as long as nobody else takes it.
    await execute(act, "UPDATE tasks SET holder_id = NULL, claimed_at = NULL, status = 'requested', updated_at = ? WHERE id = ?", [act.now, task.id]);
    await recordTaskEvent(act, task.id, 'opened-to-role', task.holderId, null);
  }
  if (rung !== 'on-call' || !escalation.duty) return;
  const [first] = await onCallNow(act, escalation.duty);
  if (!first) return recordTaskEvent(act, task.id, 'nobody-on-call', null, null);
  if (!beginsWith || task.holderId === first.id) return;
  await execute(act, "UPDATE tasks SET holder_id = ?, claimed_at = ?, status = 'accepted', version = version + 1, updated_at = ? WHERE id = ?", [first.id, act.now, act.now, task.id]);
  await recordTaskEvent(act, task.id, 'passed-to-on-call', first.id, null);
}
