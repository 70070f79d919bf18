import { type Act, execute } from '../../http/act';
import { staleVersion, unprocessable } from '../../http/problem';
import { type EncounterRow } from '../encounters/encounterRow';
import { equipmentOf } from './findBeds';

/** What the patient's bed must have. Where they lie now is not changed: a bed that no longer does asks for a move. */
export async function setBedNeeds(act: Act, encounter: EncounterRow, version: number, equipment: readonly string[]): Promise<{ encounterId: string; equipment: string[]; version: number }> {
  if (version !== encounter.version) throw staleVersion(encounter.version);
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  const needed = [...new Set(equipment)];
  await execute(act, 'UPDATE encounters SET equipment_needed = ?, version = version + 1, updated_at = ? WHERE id = ?', [JSON.stringify(needed), act.now, encounter.id]);
  act.audits.push({ action: 'encounter.bedNeedsSet', resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId, detail: { before: equipmentOf(encounter.equipmentNeeded), after: needed } });
  act.announcements.push({ topic: 'bed', id: encounter.id });
  return { encounterId: encounter.id, equipment: needed, version: encounter.version + 1 };
}
