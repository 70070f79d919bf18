import { newId } from '../../db/newId';
import { Task } from '../../db/models';
import { taskType, type TaskTypeName } from '../../domain/tasks/types';
import { type MadeJourney } from './hospital';

/** An open task of a journey, due in `dueInMinutes`, as `openTasks` writes it. Returns its ID. */
export async function makeTask(journey: MadeJourney, type: TaskTypeName, options: { wardId?: string; dueInMinutes?: number; holderId?: string } = {}): Promise<string> {
  const id = newId();
  const { role, stage, priority, onWard, form } = taskType(type);
  await Task.create({
    id, dedupId: id, workflowId: journey.workflowId, journeyId: journey.journeyId, encounterId: journey.journeyId, patientId: journey.patient.id, type, formVersion: form.version, stage, role, priority,
    wardId: onWard ? options.wardId ?? null : null, dueAt: new Date(Date.now() + (options.dueInMinutes ?? 30) * 60_000),
    holderId: options.holderId ?? null, status: options.holderId ? 'accepted' : 'requested', claimedAt: options.holderId ? new Date() : null,
  });
  return id;
}
