import { taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type Act } from '../../http/act';
import { criticalsOf } from '../clinical/results/criticalResults';
import { orderingClinician } from '../clinical/results/orderingClinician';
import { alertRole, writeNotification } from '../notifications/notify';
import { type TaskHome, type TaskToOpen } from './taskToOpen';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** Whose hands these tasks begin in, by step; a task that is nobody's yet is not there. */
export async function firstHolders(act: Act, { encounterId, wardId }: TaskHome, tasks: readonly TaskToOpen[]): Promise<Map<string, Person>> {
  const holders = new Map<string, Person>();
  for (const task of tasks) {
    const { beginsWith, role } = taskType(task.type);
    if (beginsWith !== 'ordering-clinician' || encounterId === null) continue;
    const which = criticalsOf({ focusType: task.focusType ?? null, focusId: task.focusId ?? null, round: task.round ?? null });
    const person = await orderingClinician(act, encounterId, which, { role, wardId });
    if (person) holders.set(task.step, person);
  }
  return holders;
}

/** Who ordered it hears of it at once; when that is nobody, everybody of the role on the ward. Told once, however often it is opened. */
export async function tellFirst(act: Act, { encounterId, wardId }: TaskHome, task: { readonly id: string; readonly type: TaskTypeName }, holder: Person | null): Promise<void> {
  const { title, role } = taskType(task.type);
  const event = { id: `task/${task.id}/opened`, template: 'critical-result' as const, data: { taskId: task.id, taskTitle: title }, encounterId };
  if (holder) await writeNotification(act, { eventId: event.id, recipientKind: 'staff', recipientId: holder.id, channel: 'app', template: event.template, data: event.data, encounterId });
  else await alertRole(act, role, wardId, event);
}
