import { type Act, select, selectOne } from '../../http/act';
import { lockEncounter, type EncounterRow } from '../encounters/encounterRow';
import { holdJourney } from '../journeys/progress';

/** Where a patient lies now. */
export interface Lying {
  readonly id: string;
  readonly encounterId: string;
  readonly bedId: string;
  readonly wardId: string;
  readonly periodStart: Date;
}

/** Lock beds with their rooms: of two who move in beside each other, the second sees the first. */
export async function lockPlaces(act: Act, bedIds: readonly string[]): Promise<void> {
  await select(act, 'SELECT b.id FROM beds b JOIN rooms r ON r.id = b.room_id WHERE b.id IN (:bedIds) ORDER BY b.id FOR UPDATE', { bedIds: [...bedIds].sort() });
}

/** The stay and its journey, locked: the journey first, as completing a task does. */
export async function lockStay(act: Act, encounterId: string): Promise<EncounterRow | null> {
  if (act.transaction) await holdJourney(act, encounterId);
  return lockEncounter(act, encounterId);
}

/** The bed the patient lies in, its row locked; null when there is none. */
export async function lyingOf(act: Act, encounterId: string): Promise<Lying | null> {
  return selectOne<Lying>(act, `SELECT id, encounter_id AS encounterId, bed_id AS bedId, ward_id AS wardId, period_start AS periodStart FROM encounter_locations WHERE lying_encounter_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [encounterId]);
}

/** Who lies in this bed; null when nobody does. */
export async function whoLiesIn(act: Act, bedId: string): Promise<Lying | null> {
  return selectOne<Lying>(act, `SELECT id, encounter_id AS encounterId, bed_id AS bedId, ward_id AS wardId, period_start AS periodStart FROM encounter_locations WHERE occupied_bed_id = ? AND status = 'active' ${act.transaction ? 'FOR UPDATE' : ''}`, [bedId]);
}

/** May this person act for the ward? People without wards of their own work in the whole house. */
export function isOnWard(act: Act, wardId: string): boolean {
  return act.principal.wardIds.length === 0 || act.principal.wardIds.includes(wardId);
}
