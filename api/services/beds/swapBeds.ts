import { newId } from '../../../db/newId';
import { MISFITS } from '../../../domain/beds/fitting';
import { type Act, execute, select } from '../../http/act';
import { staleVersion, unprocessable } from '../../http/problem';
import { type EncounterRow } from '../encounters/encounterRow';
import { loadBeds } from './findBeds';
import { followToWard } from './followWard';
import { lockPlaces, lockStay, type Lying, whoLiesIn } from './lockPlaces';
import { recordMove } from './moveBed';
import { type LockedBed } from './outOfUse';
import { whyUnsuitable } from './suitable';

interface Half {
  readonly lying: Lying;
  readonly encounter: EncounterRow;
}

/**
 * Two patients exchange their beds, in one transaction: both move or neither does. Reservations and pending transfers of both
 * stay as they are (openmrs-esm-patient-management#1367). Answers the move of each, the first bed's patient first.
 */
export async function swapBeds(act: Act, first: LockedBed, second: { readonly bedId: string; readonly version: number }, version: number): Promise<{ moveIds: string[] }> {
  if (first.id === second.bedId) throw unprocessable('same-bed', 'A patient cannot swap with themselves.', { errors: [{ field: 'otherBedId', message: 'Choose another bed.' }] });
  const halves = await lockHalves(act, first.id, second.bedId);
  const beds = new Map((await Promise.all([first.id, second.bedId].map((besideBedId) => loadBeds(act, { besideBedId })))).flat().map((bed) => [bed.id, bed]));
  const [bed, other] = [beds.get(first.id), beds.get(second.bedId)];
  if (!bed || !other) throw unprocessable('no-bed', 'There is no such bed.');
  if (bed.version !== version) throw staleVersion(bed.version);
  if (other.version !== second.version) throw staleVersion(other.version);
  await requireSuitable(act, halves[0], halves[1], second.bedId);
  await requireSuitable(act, halves[1], halves[0], first.id);
  return { moveIds: await exchange(act, halves) };
}

/** Each lies in the other's bed from now on. Both leave before either lies down, so that no key is ever broken. */
async function exchange(act: Act, [one, other]: readonly [Half, Half]): Promise<string[]> {
  const pairId = newId();
  const ids = [newId(), newId()] as const;
  await execute(act, "UPDATE encounter_locations SET status = 'completed', period_end = ? WHERE id IN (?, ?)", [act.now, one.lying.id, other.lying.id]);
  await execute(act, "INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start) VALUES (?), (?)", [
    [ids[0], one.encounter.id, other.lying.bedId, other.lying.wardId, 'active', act.now], [ids[1], other.encounter.id, one.lying.bedId, one.lying.wardId, 'active', act.now],
  ]);
  await execute(act, 'UPDATE beds SET version = version + 1 WHERE id IN (?, ?)', [one.lying.bedId, other.lying.bedId]);
  await followToWard(act, one.encounter, other.lying.wardId);
  await followToWard(act, other.encounter, one.lying.wardId);
  const moves = [];
  for (const [index, { half, bedId }] of [{ half: one, bedId: other.lying.bedId }, { half: other, bedId: one.lying.bedId }].entries()) {
    moves.push(await recordMove(act, { encounterId: half.encounter.id, kind: 'swap', fromLocationId: half.lying.id, toLocationId: ids[index] as string, transferId: null, pairId }));
    act.audits.push({ action: 'bed.swapped', resourceType: 'bed', resourceId: bedId, patientId: half.encounter.patientId, detail: { from: half.lying.bedId } });
    act.announcements.push({ topic: 'bed', id: bedId });
  }
  return moves;
}

async function requireSuitable(act: Act, { encounter, lying }: Half, leaving: Half, bedId: string): Promise<void> {
  const why = await whyUnsuitable(act, encounter, { from: lying.bedId, to: bedId, leavingEncounterId: leaving.encounter.id });
  if (why) throw unprocessable('bed-does-not-fit', MISFITS[why], { errors: [{ field: 'otherBedId', message: MISFITS[why] }] });
}

/** Both stays and both beds, locked in one order for everybody; who lies there is read again behind the locks. */
async function lockHalves(act: Act, bedId: string, otherBedId: string): Promise<readonly [Half, Half]> {
  const encounters = new Map<string, EncounterRow>();
  for (const id of await lyingIn(act, [bedId, otherBedId])) {
    const encounter = await lockStay(act, id);
    if (encounter) encounters.set(id, encounter);
  }
  await lockPlaces(act, [bedId, otherBedId]);
  const half = async (id: string): Promise<Half> => {
    const lying = await whoLiesIn(act, id);
    const encounter = lying && encounters.get(lying.encounterId);
    if (!lying || !encounter) throw unprocessable('nobody-there', 'A swap needs a patient in each of the two beds.', { errors: [{ field: 'otherBedId', message: 'Choose a bed with a patient in it.' }] });
    return { lying, encounter };
  };
  return [await half(bedId), await half(otherBedId)];
}

async function lyingIn(act: Act, bedIds: readonly string[]): Promise<string[]> {
  const rows = await select<{ id: string }>(act, "SELECT encounter_id AS id FROM encounter_locations WHERE occupied_bed_id IN (:bedIds) AND status = 'active' ORDER BY encounter_id", { bedIds: [...bedIds] });
  return rows.map(({ id }) => id);
}
