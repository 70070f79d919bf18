import { statusAfterLeaving } from '../../../domain/beds/status';
import { type Act, execute, selectOne } from '../../http/act';
import { type Lying, lyingOf } from './lockPlaces';
import { giveBackReservation } from './reservations';
import { cancelPendingTransfer } from './transfers/endTransfer';

export interface BedLeft {
  readonly bedId: string;
  /** Somebody lay in it. */
  readonly needsCleaning: boolean;
}

/**
 * The patient leaves the hospital's beds: the one slept in goes to housekeeping, never straight to free; one that was kept is
 * given back, and no ward waits for a patient who has left. Null when the patient has no bed.
 */
export async function leaveBed(act: Act, encounterId: string): Promise<BedLeft | null> {
  await cancelPendingTransfer(act, encounterId);
  const kept = await selectOne<{ bedId: string }>(act, 'SELECT bed_id AS bedId FROM encounter_locations WHERE reserving_encounter_id = ?', [encounterId]);
  await giveBackReservation(act, encounterId);
  const lying = await lyingOf(act, encounterId);
  if (!lying) return kept && { bedId: kept.bedId, needsCleaning: false };
  await vacate(act, lying);
  return { bedId: lying.bedId, needsCleaning: true };
}

/** End a patient's time in a bed: it waits for housekeeping from now on. */
export async function vacate(act: Act, lying: Lying): Promise<void> {
  const patient = await selectOne<{ isolation: string | null }>(act, 'SELECT p.isolation FROM encounters e JOIN patients p ON p.id = e.patient_id WHERE e.id = ?', [lying.encounterId]);
  await execute(act, "UPDATE encounter_locations SET status = 'completed', period_end = ? WHERE id = ?", [act.now, lying.id]);
  await execute(act, "UPDATE beds SET operational_status = ?, version = version + 1 WHERE id = ? AND operational_status IN ('O', 'I')", [statusAfterLeaving(patient?.isolation ?? null), lying.bedId]);
  act.announcements.push({ topic: 'bed', id: lying.bedId });
}

/** The bed has been cleaned: from now on it may be given to the next patient. A bed that is not waiting for it stays as it is. */
export async function markBedClean(act: Act, bedId: string): Promise<void> {
  const cleaned = await execute(act, "UPDATE beds SET operational_status = 'U', version = version + 1 WHERE id = ? AND operational_status IN ('H', 'K')", [bedId]);
  if (cleaned > 0) act.announcements.push({ topic: 'bed', id: bedId });
}
