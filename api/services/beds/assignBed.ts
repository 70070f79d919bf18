import { newId } from '../../../db/newId';
import { misfit, MISFITS } from '../../../domain/beds/fitting';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { loadPerson } from '../clinical/person';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { type EncounterRow } from '../encounters/encounterRow';
import { loadBeds } from './findBeds';

/**
 * Put the patient in a bed. The bed's row is locked and looked at again: of two who want it, the second is told that it is
 * taken. The unique keys of `encounter_locations` refuse what no look can see.
 */
export async function assignBed(act: Act, encounter: EncounterRow, bedId: string): Promise<{ bedId: string; wardId: string }> {
  // The room's row too: of two who move in beside each other, the second sees the first.
  await selectOne(act, 'SELECT b.id FROM beds b JOIN rooms r ON r.id = b.room_id WHERE b.id = ? FOR UPDATE', [bedId]);
  const bed = (await loadBeds(act, bedId)).find((one) => one.id === bedId);
  if (!bed) throw unprocessable('no-bed', 'There is no such bed.');
  const why = misfit(bed, await loadPerson(act, encounter.patientId));
  if (why === 'occupied' || why === 'reserved') throw bedTaken();
  if (why) throw unprocessable('bed-does-not-fit', MISFITS[why], { errors: [{ field: 'bedId', message: MISFITS[why] }] });
  try {
    await execute(act, 'INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start) VALUES (?)', [[newId(), encounter.id, bedId, bed.wardId, 'active', act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_patient_per_bed')) throw bedTaken();
    if (isDuplicateOf(error, 'one_bed_per_patient')) throw conflict('already-in-a-bed', 'This patient lies in a bed already.');
    throw error;
  }
  await execute(act, "UPDATE beds SET operational_status = 'O', version = version + 1 WHERE id = ?", [bedId]);
  await execute(act, 'UPDATE encounters SET ward_id = ?, version = version + 1, updated_at = ? WHERE id = ?', [bed.wardId, act.now, encounter.id]);
  await execute(act, 'UPDATE journeys SET ward_id = ?, updated_at = ? WHERE id = ?', [bed.wardId, act.now, encounter.id]);
  act.announcements.push({ topic: 'bed', id: bedId });
  return { bedId, wardId: bed.wardId };
}

function bedTaken(): Error {
  return conflict('bed-taken', 'Another patient was given this bed meanwhile. Two patients never share a bed: choose another.', { errors: [{ field: 'bedId', message: 'This bed is taken.' }] });
}
