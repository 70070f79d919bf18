import { ESCALATES_TO, type Escalation } from '../../../domain/tasks/escalation';
import { type SlaRung } from '../../../domain/tasks/taskType';
import { taskType } from '../../../domain/tasks/types';
import { type Act } from '../../http/act';
import { onCallNow } from '../shifts/onCall';
import { leaveOf } from '../staff/substitutes';
import { type LockedTask } from '../tasks/lockTask';
import { alertRole, writeNotification } from './notify';

const escalationOf = ({ type, role }: LockedTask): Escalation => taskType(type).escalation ?? ESCALATES_TO[role];

/**
 * Each rung tells somebody: the warning whoever holds the task (the inbox shows the rest), the breach its holder or, when
 * nobody has it, everybody who could; then the supervisor, then whoever is on call. A substitute hears it for somebody on leave.
 */
export async function alertEscalation(act: Act, task: LockedTask, rung: SlaRung): Promise<void> {
  const event = { id: `task/${task.id}/${rung}`, template: 'task-escalated' as const, data: { taskId: task.id, taskTitle: taskType(task.type).title, rung }, encounterId: task.encounterId };
  switch (rung) {
    case 'warning':
    case 'due': {
      if (rung === 'due' && taskType(task.type).beginsWith) await alertRole(act, task.role, task.wardId, event);
      if (task.holderId === null) return void (rung === 'due' && (await alertRole(act, task.role, task.wardId, event)));
      const leave = await leaveOf(act, task.holderId);
      const recipientId = leave ? leave.substitute.id : task.holderId;
      return void (await writeNotification(act, { eventId: event.id, recipientKind: 'staff', recipientId, channel: 'app', template: event.template, data: event.data, encounterId: event.encounterId }));
    }
    case 'charge-nurse': {
      const { supervisor } = escalationOf(task);
      return void (await alertRole(act, supervisor, supervisor === 'charge-nurse' ? task.wardId : null, event));
    }
    case 'on-call': {
      const { onCall, duty } = escalationOf(task);
      const people = duty ? await onCallNow(act, duty) : [];
      for (const { id } of people) await writeNotification(act, { eventId: event.id, recipientKind: 'staff', recipientId: id, channel: 'app', template: event.template, data: event.data, encounterId: event.encounterId });
      if (people.length > 0) return;
      // Nobody is on the roster: everybody of the role in the house, and whoever answers for it.
      if (duty) await alertRole(act, task.role, null, event);
      return void (await alertRole(act, onCall, null, event));
    }
  }
}
