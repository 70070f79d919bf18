import { ESCALATES_TO } from '../../../domain/tasks/escalation';
import { type SlaRung } from '../../../domain/tasks/taskType';
import { taskType } from '../../../domain/tasks/types';
import { type Act } from '../../http/act';
import { leaveOf } from '../staff/substitutes';
import { type LockedTask } from '../tasks/lockTask';
import { alertRole, writeNotification } from './notify';

/**
 * Each rung tells somebody: the warning whoever holds the task (the inbox shows the rest), the breach its holder or, when
 * nobody has it, everybody who could; then the supervisor, then whoever is on call. A substitute hears it for somebody on leave.
 */
export async function alertEscalation(act: Act, task: LockedTask, rung: SlaRung): Promise<void> {
  const event = { id: `task/${task.id}/${rung}`, template: 'task-escalated' as const, data: { taskId: task.id, taskTitle: taskType(task.type).title, rung }, encounterId: task.encounterId };
  switch (rung) {
    case 'warning':
    case 'due': {
      if (task.holderId === null) return void (rung === 'due' && (await alertRole(act, task.role, task.wardId, event)));
      const leave = await leaveOf(act, task.holderId);
      const recipientId = leave ? leave.substitute.id : task.holderId;
      return void (await writeNotification(act, { eventId: event.id, recipientKind: 'staff', recipientId, channel: 'app', template: event.template, data: event.data, encounterId: event.encounterId }));
    }
    case 'charge-nurse':
    case 'on-call': {
      const { supervisor, onCall } = ESCALATES_TO[task.role];
      const role = rung === 'charge-nurse' ? supervisor : onCall;
      return void (await alertRole(act, role, role === 'charge-nurse' ? task.wardId : null, event));
    }
  }
}
