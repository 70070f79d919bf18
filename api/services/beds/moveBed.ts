import { newId } from '../../../db/newId';
import { type Act, execute } from '../../http/act';
import { staleVersion, unprocessable } from '../../http/problem';
import { type EncounterRow } from '../encounters/encounterRow';
import { lieDown } from './assignBed';
import { startCleaning } from './errands';
import { vacate } from './leaveBed';
import { lockPlaces, type Lying, lyingOf } from './lockPlaces';
import { type LockedBed } from './outOfUse';
import { requireFittingBed } from './reservations';
import { recordStayEvent } from './stayEvents';

export interface Moved {
  readonly moveId: string;
  readonly bedId: string;
  readonly wardId: string;
}

/** Move a patient to another bed of the same ward. Another ward is asked first: that is a transfer. */
export async function moveWithinWard(act: Act, encounter: EncounterRow, bed: LockedBed, version: number): Promise<Moved> {
  if (version !== bed.version) throw staleVersion(bed.version);
  const lying = await requireLying(act, encounter.id);
  if (lying.wardId !== bed.wardId) throw unprocessable('other-ward', 'This bed is on another ward: ask that ward for a transfer.', { errors: [{ field: 'bedId', message: 'Choose a bed of this ward.' }] });
  return changeBed(act, encounter, lying, bed.id, { kind: 'move', transferId: null });
}

/** Out of one bed and into another, in one transaction: the bed left waits for housekeeping, which is asked for it. */
export async function changeBed(act: Act, encounter: EncounterRow, from: Lying, toBedId: string, how: { readonly kind: 'move' | 'transfer'; readonly transferId: string | null }): Promise<Moved> {
  await lockPlaces(act, [from.bedId, toBedId]);
  const bed = await requireFittingBed(act, encounter, toBedId);
  await vacate(act, from);
  const locationId = await lieDown(act, encounter, bed);
  startCleaning(act, { locationId: from.id, bedId: from.bedId });
  const moveId = await recordMove(act, { encounterId: encounter.id, kind: how.kind, fromLocationId: from.id, toLocationId: locationId, transferId: how.transferId, pairId: null });
  act.audits.push({ action: 'bed.moved', resourceType: 'bed', resourceId: toBedId, patientId: encounter.patientId, detail: { from: from.bedId, kind: how.kind } });
  return { moveId, bedId: toBedId, wardId: bed.wardId };
}

export interface NewMove {
  readonly encounterId: string;
  readonly kind: 'move' | 'transfer' | 'swap';
  readonly fromLocationId: string;
  readonly toLocationId: string;
  readonly transferId: string | null;
  readonly pairId: string | null;
}

/** Keep who moved whom and when: those who did may take it back for a while. */
export async function recordMove(act: Act, move: NewMove): Promise<string> {
  const id = newId();
  await execute(act, 'INSERT INTO bed_moves (id, encounter_id, kind, from_location_id, to_location_id, pair_id, transfer_id, moved_by, moved_at) VALUES (?)', [
    [id, move.encounterId, move.kind, move.fromLocationId, move.toLocationId, move.pairId, move.transferId, act.principal.id, act.now],
  ]);
  await recordStayEvent(act, move.encounterId, move.kind === 'swap' ? 'bed-swapped' : 'bed-changed', { type: 'move', id });
  return id;
}

/** Where the patient lies; refused when nowhere. */
export async function requireLying(act: Act, encounterId: string): Promise<Lying> {
  const lying = await lyingOf(act, encounterId);
  if (!lying) throw unprocessable('not-in-a-bed', 'This patient lies in no bed.');
  return lying;
}
