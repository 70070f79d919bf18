import { newId } from '../../../db/newId';
import { type BedRow, loadBeds, loadPatientToFit } from './findBeds';
import { misfit, MISFITS } from '../../../domain/beds/fitting';
import { reservedUntil } from '../../../domain/beds/reservation';
import { bedReservationWorkflowId } from '../../../workflows/contracts/ids';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { type EncounterRow } from '../encounters/encounterRow';
import { startReservation } from './errands';
import { tellErrand } from '../tasks/errand';
import { lockPlaces } from './lockPlaces';
import { reopenTransferOf } from './transfers/transferRow';

export interface Reservation {
  /** The location's ID. */
  readonly id: string;
  readonly bedId: string;
  readonly wardId: string;
  readonly until: Date;
}

/**
 * The bed, locked and looked at again, fit for this patient now. A reservation that ran out and was not cleared away yet is
 * cleared here. Throws what stands against the bed.
 */
export async function requireFittingBed(act: Act, encounter: EncounterRow, bedId: string, wardId?: string): Promise<BedRow> {
  await lockPlaces(act, [bedId]);
  await clearExpired(act, bedId);
  const bed = (await loadBeds(act, { besideBedId: bedId, encounterId: encounter.id })).find((one) => one.id === bedId);
  if (!bed || (wardId !== undefined && bed.wardId !== wardId)) throw unprocessable('no-bed', 'There is no such bed.', { errors: [{ field: 'bedId', message: 'Choose a bed of this ward.' }] });
  const why = misfit(bed, await loadPatientToFit(act, encounter));
  if (why === 'occupied' || why === 'reserved') throw bedTaken();
  if (why) throw unprocessable('bed-does-not-fit', MISFITS[why], { errors: [{ field: 'bedId', message: MISFITS[why] }] });
  return bed;
}

/** Keep a bed for a patient for a time; a bed kept for them before is given back. The unique keys refuse a second patient. */
export async function reserveBed(act: Act, encounter: EncounterRow, bedId: string, minutes: number): Promise<Reservation> {
  const bed = await requireFittingBed(act, encounter, bedId);
  await giveBackReservation(act, encounter.id);
  const reservation: Reservation = { id: newId(), bedId, wardId: bed.wardId, until: reservedUntil(act.now, minutes) };
  try {
    await execute(act, 'INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start, reserved_until, reserved_by) VALUES (?)', [
      [reservation.id, encounter.id, bedId, bed.wardId, 'reserved', act.now, reservation.until, act.principal.id],
    ]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_patient_per_bed')) throw bedTaken();
    throw error;
  }
  await touchBed(act, bedId);
  startReservation(act, { locationId: reservation.id, until: reservation.until.toISOString() });
  return reservation;
}

/** Give back what is kept for a patient, if anything. */
export async function giveBackReservation(act: Act, encounterId: string): Promise<void> {
  const kept = await selectOne<{ id: string; bedId: string }>(act, 'SELECT id, bed_id AS bedId FROM encounter_locations WHERE reserving_encounter_id = ? FOR UPDATE', [encounterId]);
  if (kept) await cancelReservation(act, kept);
}

/** The time is over, or somebody gave the bed back. False when there was nothing to end: asking again changes nothing. */
export async function endReservation(act: Act, locationId: string): Promise<boolean> {
  const kept = await selectOne<{ id: string; bedId: string }>(act, "SELECT id, bed_id AS bedId FROM encounter_locations WHERE id = ? AND status = 'reserved' FOR UPDATE", [locationId]);
  if (!kept) return false;
  await cancelReservation(act, kept);
  await reopenTransferOf(act, kept.id);
  return true;
}

/** The patient lies down in the bed that was kept: the reservation becomes the stay. */
export async function takeReservation(act: Act, encounterId: string, bedId: string): Promise<string | null> {
  const kept = await selectOne<{ id: string }>(act, 'SELECT id FROM encounter_locations WHERE reserving_encounter_id = ? AND bed_id = ? FOR UPDATE', [encounterId, bedId]);
  if (!kept) return null;
  await execute(act, "UPDATE encounter_locations SET status = 'active', period_start = ?, reserved_until = NULL WHERE id = ?", [act.now, kept.id]);
  tellErrand(act, bedReservationWorkflowId(kept.id), 'ended', 'ended');
  return kept.id;
}

export function bedTaken(): Error {
  return conflict('bed-taken', 'Another patient was given this bed meanwhile. Two patients never share a bed: choose another.', { errors: [{ field: 'bedId', message: 'This bed is taken.' }] });
}

/** A reservation that ran out and was not cleared away yet is cleared: it keeps nobody from the bed. */
export async function clearExpired(act: Act, bedId: string): Promise<void> {
  const expired = await select<{ id: string }>(act, "SELECT id FROM encounter_locations WHERE occupied_bed_id = ? AND status = 'reserved' AND reserved_until <= ?", [bedId, act.now]);
  for (const { id } of expired) await endReservation(act, id);
}

async function cancelReservation(act: Act, kept: { id: string; bedId: string }): Promise<void> {
  await execute(act, "UPDATE encounter_locations SET status = 'cancelled', period_end = ? WHERE id = ?", [act.now, kept.id]);
  tellErrand(act, bedReservationWorkflowId(kept.id), 'ended', 'ended');
  await touchBed(act, kept.bedId);
}

/** Whoever looks at the bed sees that something changed. */
async function touchBed(act: Act, bedId: string): Promise<void> {
  await execute(act, 'UPDATE beds SET version = version + 1 WHERE id = ?', [bedId]);
  act.announcements.push({ topic: 'bed', id: bedId });
}
