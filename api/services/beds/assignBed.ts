import { newId } from '../../../db/newId';
import { type Act, execute } from '../../http/act';
import { conflict } from '../../http/problem';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { type EncounterRow } from '../encounters/encounterRow';
import { followToWard } from './followWard';
import { lyingOf } from './lockPlaces';
import { bedTaken, giveBackReservation, requireFittingBed, takeReservation } from './reservations';

/**
 * Put the patient in a bed. The bed's row is locked and looked at again: of two who want it, the second is told that it is
 * taken. The unique keys of `encounter_locations` refuse what no look can see.
 */
export async function assignBed(act: Act, encounter: EncounterRow, bedId: string): Promise<{ bedId: string; wardId: string }> {
  const bed = await requireFittingBed(act, encounter, bedId);
  if (await lyingOf(act, encounter.id)) throw inBedAlready();
  await lieDown(act, encounter, bed);
  return { bedId, wardId: bed.wardId };
}

/** The patient lies in this bed from now on; answers the location's ID. The bed was found fit in this transaction. */
export async function lieDown(act: Act, encounter: EncounterRow, bed: { readonly id: string; readonly wardId: string }): Promise<string> {
  const locationId = (await takeReservation(act, encounter.id, bed.id)) ?? (await newLocation(act, encounter.id, bed));
  await giveBackReservation(act, encounter.id); // another bed was kept for them
  await execute(act, "UPDATE beds SET operational_status = 'O', version = version + 1 WHERE id = ?", [bed.id]);
  await followToWard(act, encounter, bed.wardId);
  act.announcements.push({ topic: 'bed', id: bed.id });
  return locationId;
}

async function newLocation(act: Act, encounterId: string, bed: { readonly id: string; readonly wardId: string }): Promise<string> {
  const id = newId();
  try {
    await execute(act, 'INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start) VALUES (?)', [[id, encounterId, bed.id, bed.wardId, 'active', act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_patient_per_bed')) throw bedTaken();
    if (isDuplicateOf(error, 'one_bed_per_patient')) throw inBedAlready();
    throw error;
  }
  return id;
}

function inBedAlready(): Error {
  return conflict('already-in-a-bed', 'This patient lies in a bed already.');
}
