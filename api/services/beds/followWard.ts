import { type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, execute, select } from '../../http/act';
import { type EncounterRow } from '../encounters/encounterRow';
import { refreshJourney } from '../journeys/refresh';
import { recordTaskEvent } from '../tasks/taskEvents';

/** These belong to the wards that agree on a transfer, not to the bed the patient lies in. */
const OF_TWO_WARDS: readonly TaskTypeName[] = ['agree-transfer', 'accept-transfer', 'confirm-arrival'];

/**
 * The patient is on another ward now: the stay, its journey and its open tasks go along. A task held by somebody who does not
 * work there is put back, so that it is in the new ward's inbox and not out of everybody's reach.
 */
export async function followToWard(act: Act, encounter: Pick<EncounterRow, 'id' | 'wardId'>, wardId: string): Promise<void> {
  await execute(act, 'UPDATE encounters SET ward_id = ?, version = version + 1, updated_at = ? WHERE id = ?', [wardId, act.now, encounter.id]);
  if (encounter.wardId === wardId) return;
  await execute(act, 'UPDATE journeys SET ward_id = ?, updated_at = ? WHERE id = ?', [wardId, act.now, encounter.id]);
  if (encounter.wardId === null) return;
  const tasks = await select<{ id: string; holderId: string | null; isTheirs: number }>(
    act,
    `SELECT t.id, t.holder_id AS holderId, (NOT EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = t.holder_id) OR EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = t.holder_id AND w.ward_id = :wardId)) AS isTheirs
     FROM tasks t WHERE t.journey_id = :journeyId AND t.is_open = 1 AND t.ward_id = :oldWardId AND t.type NOT IN (:types) ORDER BY t.id FOR UPDATE`,
    { wardId, journeyId: encounter.id, oldWardId: encounter.wardId, types: OF_TWO_WARDS },
  );
  for (const task of tasks) {
    const isPutBack = task.holderId !== null && !Number(task.isTheirs);
    await execute(act, `UPDATE tasks SET ward_id = ?, ${isPutBack ? "holder_id = NULL, claimed_at = NULL, status = 'requested', " : ''}version = version + 1, updated_at = ? WHERE id = ?`, [wardId, act.now, task.id]);
    await recordTaskEvent(act, task.id, 'ward-changed', isPutBack ? task.holderId : null, null);
    act.announcements.push({ topic: 'task', id: task.id });
  }
  await refreshJourney(act, encounter.id);
}
