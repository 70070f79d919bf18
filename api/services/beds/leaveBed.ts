import { type Act, execute, selectOne } from '../../http/act';

export interface BedLeft {
  readonly bedId: string;
  /** Somebody lay in it. */
  readonly needsCleaning: boolean;
}

/**
 * End the patient's stay in the bed: an occupied bed goes to housekeeping, never straight to free; a reservation is given
 * back. Null when the patient has no bed.
 */
export async function leaveBed(act: Act, encounterId: string): Promise<BedLeft | null> {
  const location = await selectOne<{ id: string; bedId: string; status: 'reserved' | 'active' }>(
    act,
    "SELECT id, bed_id AS bedId, status FROM encounter_locations WHERE encounter_id = ? AND status IN ('reserved', 'active') ORDER BY status LIMIT 1 FOR UPDATE",
    [encounterId],
  );
  if (!location) return null;
  const needsCleaning = location.status === 'active';
  await execute(act, 'UPDATE encounter_locations SET status = ?, period_end = ?, reserved_until = NULL WHERE id = ?', [needsCleaning ? 'completed' : 'cancelled', act.now, location.id]);
  if (needsCleaning) await execute(act, "UPDATE beds SET operational_status = 'H', version = version + 1 WHERE id = ? AND operational_status IN ('O', 'I')", [location.bedId]);
  act.announcements.push({ topic: 'bed', id: location.bedId });
  return { bedId: location.bedId, needsCleaning };
}

/** The bed the patient lay in last, whatever has become of it since. */
export async function lastBedOf(act: Act, encounterId: string): Promise<{ id: string; code: string; operationalStatus: string } | null> {
  return selectOne(
    act,
    `SELECT b.id, b.code, b.operational_status AS operationalStatus FROM encounter_locations l JOIN beds b ON b.id = l.bed_id
     WHERE l.encounter_id = ? AND l.status IN ('active', 'completed') ORDER BY l.period_start DESC, l.id DESC LIMIT 1`,
    [encounterId],
  );
}

/** The bed has been cleaned: from now on it may be given to the next patient. A bed that is not waiting for it stays as it is. */
export async function markBedClean(act: Act, bedId: string): Promise<void> {
  const cleaned = await execute(act, "UPDATE beds SET operational_status = 'U', version = version + 1 WHERE id = ? AND operational_status IN ('H', 'K')", [bedId]);
  if (cleaned > 0) act.announcements.push({ topic: 'bed', id: bedId });
}
