import { type Role } from '../../../domain/roles';
import { type SlaRung } from '../../../domain/tasks/taskType';
import { taskType } from '../../../domain/tasks/types';
import { type Act } from '../../http/act';
import { type LockedTask } from '../tasks/lockTask';
import { alertRole } from './notify';

/** Whom a late task comes up to. */
const SUPERVISORS: Readonly<Partial<Record<Role, Role>>> = { billing: 'billing-supervisor', coder: 'billing-supervisor', nurse: 'charge-nurse', physician: 'charge-nurse', 'bed-manager': 'charge-nurse' };

/** The upper rungs alert a person: the supervisor of the task's role, then whoever manages the hospital. */
export async function alertEscalation(act: Act, task: LockedTask, rung: SlaRung): Promise<void> {
  if (rung === 'warning' || rung === 'due') return;
  const supervisor = rung === 'charge-nurse' ? (SUPERVISORS[task.role] ?? 'manager') : 'manager';
  const data = { taskId: task.id, taskTitle: taskType(task.type).title, rung };
  await alertRole(act, supervisor, supervisor === 'charge-nurse' ? task.wardId : null, { id: `task/${task.id}/${rung}`, template: 'task-escalated', data, encounterId: task.encounterId });
}
