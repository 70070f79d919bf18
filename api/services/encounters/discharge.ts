import { type Act, execute, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { dropOpenDoses } from '../clinical/medicines/giveDoses';
import { type EncounterRow } from './encounterRow';
import { stopMedicines, revokeOrders } from './undo';

export type Disposition = 'completed' | 'left-against-advice' | 'deceased';

/** Patient discharge status (NUBC form locator 17) for ends that nobody chose on a form. */
const STATUS_CODES = { 'left-against-advice': '07', deceased: '20' } as const;

/**
 * Close the stay in the record. The patient must have left the bed: a discharge that is only ordered frees nothing. What was
 * ordered and never done is revoked, so that it blocks nobody. Asking again changes nothing.
 */
export async function dischargeEncounter(act: Act, encounter: EncounterRow, disposition: Disposition): Promise<void> {
  if (encounter.status === 'finished') return;
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  const inBed = await selectOne(act, 'SELECT id FROM encounter_locations WHERE lying_encounter_id = ?', [encounter.id]);
  if (inBed) throw unprocessable('still-in-bed', 'The patient still lies in a bed: confirm the departure first.');
  await dropOpenDoses(act, encounter.id, 'discharged');
  await revokeOrders(act, encounter.id);
  await stopMedicines(act, encounter.id, 'completed');
  const code = disposition === 'completed' ? (encounter.dischargeDisposition ?? '01') : STATUS_CODES[disposition];
  await execute(act, "UPDATE encounters SET status = 'finished', period_end = ?, discharge_disposition = ?, version = version + 1, updated_at = ? WHERE id = ?", [act.now, code, act.now, encounter.id]);
  // A replay plays a past stay again; whether the patient lives is told by the record, not by the play.
  if (disposition === 'deceased' && encounter.replayOfEncounterId === null) {
    await execute(act, 'UPDATE patients SET deceased_at = COALESCE(deceased_at, ?), version = version + 1, updated_at = ? WHERE id = ?', [act.now, act.now, encounter.patientId]);
  }
  act.audits.push({ action: 'encounter.discharged', resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId, detail: { disposition } });
}
