import { type Act, execute, select, selectOne } from '../../http/act';
import { isOnWard, lockStay } from '../beds/lockPlaces';
import { recordStayEvent } from '../beds/stayEvents';
import { refreshJourney } from '../journeys/refresh';
import { recordTaskEvent } from '../tasks/taskEvents';

export interface Accepted {
  readonly handoverId: string;
  readonly done: boolean;
  readonly problem: string | null;
  /** Tasks that were under way and are the accepting nurse's now. */
  readonly tasks: number;
}

interface Row {
  id: string;
  encounterId: string;
  wardId: string;
  status: 'given' | 'accepted';
  givenBy: string;
  acceptedByName: string | null;
}

/** Take over patients, one result each. What the colleague holds of their work goes along, so that nothing stays with somebody who has gone home. */
export async function acceptHandovers(act: Act, handoverIds: readonly string[]): Promise<Accepted[]> {
  const results: Accepted[] = [];
  for (const handoverId of [...new Set(handoverIds)].sort()) results.push(await acceptOne(act, handoverId));
  return results;
}

async function acceptOne(act: Act, handoverId: string): Promise<Accepted> {
  const refused = (problem: string): Accepted => ({ handoverId, done: false, problem, tasks: 0 });
  const seen = await selectOne<{ encounterId: string }>(act, 'SELECT encounter_id AS encounterId FROM shift_handovers WHERE id = ?', [handoverId]);
  const encounter = seen && (await lockStay(act, seen.encounterId));
  if (!encounter) return refused('There is no such handover.');
  const row = await selectOne<Row>(
    act,
    `SELECT h.id, h.encounter_id AS encounterId, h.ward_id AS wardId, h.status, h.given_by AS givenBy, (SELECT display_name FROM staff_users WHERE id = h.accepted_by) AS acceptedByName
     FROM shift_handovers h WHERE h.id = ? FOR UPDATE`,
    [handoverId],
  );
  if (!row || !isOnWard(act, row.wardId)) return refused('There is no such handover.');
  if (row.status === 'accepted') return refused(`${row.acceptedByName ?? 'A colleague'} has accepted this handover already.`);
  if (row.givenBy === act.principal.id) return refused('Somebody else accepts what you hand over.');
  await execute(act, "UPDATE shift_handovers SET status = 'accepted', accepted_by = ?, accepted_at = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, row.id]);
  const tasks = await takeWork(act, row);
  await recordStayEvent(act, row.encounterId, 'handover-accepted', { type: 'handover', id: row.id });
  act.audits.push({ action: 'handover.accepted', resourceType: 'handover', resourceId: row.id, patientId: encounter.patientId, detail: { tasks } });
  act.announcements.push({ topic: 'task', id: row.id });
  return { handoverId, done: true, problem: null, tasks };
}

/** The nursing work the colleague holds on this patient. */
async function takeWork(act: Act, { encounterId, givenBy }: Row): Promise<number> {
  const held = await select<{ id: string }>(act, "SELECT id FROM tasks WHERE journey_id = ? AND is_open = 1 AND holder_id = ? AND role = 'nurse' ORDER BY id FOR UPDATE", [encounterId, givenBy]);
  for (const { id } of held) {
    await execute(act, 'UPDATE tasks SET holder_id = ?, claimed_at = ?, version = version + 1, updated_at = ? WHERE id = ?', [act.principal.id, act.now, act.now, id]);
    await recordTaskEvent(act, id, 'handed-over', act.principal.id, null);
    act.announcements.push({ topic: 'task', id, roles: ['nurse'] });
  }
  if (held.length > 0) await refreshJourney(act, encounterId);
  return held.length;
}
