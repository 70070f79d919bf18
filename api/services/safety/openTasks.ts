import { momentOf } from '../../../domain/calendar/zone';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { safetyEventWorkflowId } from '../../../workflows/contracts/ids';
import { type RungDelay } from '../../../workflows/contracts/messages';
import { type Act } from '../../http/act';
import { writeNotification } from '../notifications/notify';
import { hospitalZone } from '../staff/hospitalZone';
import { openTasks } from '../tasks/open';
import { type SafetyActionRow } from './actions';
import { type SafetyEventRow } from './eventRow';

interface Asked { readonly workflowId: string; readonly step: string; readonly type: TaskTypeName }
export interface AskedFor { readonly taskId: string | null; readonly rungs?: RungDelay[] }

/** What each kind of task is about: an event that stands elsewhere asks nobody. */
const STANDS: Readonly<Partial<Record<TaskTypeName, SafetyEventRow['status']>>> = { 'triage-safety-event': 'reported', 'triage-sentinel-event': 'reported', 'investigate-safety-event': 'investigating', 'close-safety-event': 'acting' };
const END_OF_DAY_MINUTES = 24 * 60 - 1;

/** Ask for the next step of an event. No patient belongs to such a task: it is no part of anybody's chart, and does not stand in one. */
export async function openEventTask(act: Act, event: SafetyEventRow, { workflowId, step, type }: Asked): Promise<AskedFor> {
  if (STANDS[type] !== event.status || workflowId !== safetyEventWorkflowId(event.id, event.life)) return { taskId: null };
  const [opened] = await openTasks(act, { ...NOBODYS, workflowId, wardId: event.wardId }, [{ step, type, focusType: 'safety-event', focusId: event.id }]);
  return { taskId: opened?.taskId ?? null, ...(opened ? { rungs: opened.rungs } : {}) };
}

/** Put an action into its owner's hands, due at the end of its day. */
export async function openActionTask(act: Act, action: SafetyActionRow, { workflowId, step, type }: Asked): Promise<AskedFor> {
  if (action.status !== 'open') return { taskId: null };
  const dueAt = new Date(momentOf(hospitalZone(), action.dueOn, END_OF_DAY_MINUTES));
  const [opened] = await openTasks(act, { ...NOBODYS, workflowId, wardId: null }, [{ step, type, focusType: 'safety-action', focusId: action.id, owner: { id: action.ownerId, role: action.ownerRole }, dueAt }]);
  if (!opened) return { taskId: null };
  await writeNotification(act, { eventId: `task/${opened.taskId}/opened`, recipientKind: 'staff', recipientId: action.ownerId, channel: 'app', template: 'task-escalated', data: { taskId: opened.taskId, taskTitle: 'Do a safety action', rung: 'handed-over' } });
  return { taskId: opened.taskId, rungs: opened.rungs };
}

const NOBODYS = { journeyId: null, encounterId: null, patientId: null, claimId: null } as const;
