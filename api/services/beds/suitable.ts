import { type Misfit, unsuitable } from '../../../domain/beds/fitting';
import { type Act } from '../../http/act';
import { type EncounterRow } from '../encounters/encounterRow';
import { loadBeds, loadPatientToFit } from './findBeds';

/**
 * What stands against a patient going from one bed to another that `leavingEncounterId` (or the patient before) lies in now. Within
 * one room neighbours stay neighbours, so they are not asked about again.
 */
export async function whyUnsuitable(act: Act, encounter: EncounterRow, move: { readonly from: string; readonly to: string; readonly leavingEncounterId: string }): Promise<Misfit | null> {
  const room = await loadBeds(act, { besideBedId: move.to, encounterId: move.leavingEncounterId });
  const bed = room.find(({ id }) => id === move.to);
  if (!bed) return 'out-of-use';
  const isSameRoom = room.some(({ id }) => id === move.from);
  return unsuitable({ ...bed, roommates: isSameRoom ? [] : bed.roommates }, await loadPatientToFit(act, encounter));
}
