import { undoRefusal, UNDO_REFUSALS } from '../../../domain/beds/undo';
import { type BedStatus } from '../../../domain/beds/status';
import { bedCleaningWorkflowId } from '../../../workflows/contracts/ids';
import { newId } from '../../../db/newId';
import { type Act, execute, select, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { type EncounterRow } from '../encounters/encounterRow';
import { startCleaning } from './errands';
import { endErrand } from '../tasks/errand';
import { followToWard } from './followWard';
import { vacate } from './leaveBed';
import { lockPlaces, lockStay, type Lying } from './lockPlaces';
import { clearExpired } from './reservations';
import { recordStayEvent } from './stayEvents';
import { whyUnsuitable } from './suitable';

/** A move as it can be taken back, its row locked. */
export interface MoveRow {
  readonly id: string;
  readonly encounterId: string;
  readonly kind: 'move' | 'transfer' | 'swap';
  readonly fromLocationId: string;
  readonly toLocationId: string;
  readonly pairId: string | null;
  readonly transferId: string | null;
  readonly movedBy: string;
  readonly movedAt: Date;
  readonly undoneAt: Date | null;
  readonly fromBedId: string;
  readonly fromWardId: string;
  readonly toBedId: string;
  readonly toWardId: string;
  readonly toStatus: string;
  readonly makers: string;
}

const SELECT = `SELECT m.id, m.encounter_id AS encounterId, m.kind, m.from_location_id AS fromLocationId, m.to_location_id AS toLocationId, m.pair_id AS pairId, m.transfer_id AS transferId,
  m.moved_by AS movedBy, m.moved_at AS movedAt, m.undone_at AS undoneAt, f.bed_id AS fromBedId, f.ward_id AS fromWardId, l.bed_id AS toBedId, l.ward_id AS toWardId, l.status AS toStatus,
  CONCAT_WS(',', m.moved_by, t.requested_by, t.agreed_by, t.accepted_by) AS makers
  FROM bed_moves m JOIN encounter_locations f ON f.id = m.from_location_id JOIN encounter_locations l ON l.id = m.to_location_id LEFT JOIN bed_transfers t ON t.id = m.transfer_id`;

/** The move; its stay is locked first, in the order everybody takes. */
export async function lockMove(act: Act, moveId: string): Promise<MoveRow | null> {
  const seen = await selectOne<MoveRow>(act, `${SELECT} WHERE m.id = ?`, [moveId]);
  if (!seen || !act.transaction) return seen;
  const halves = seen.pairId === null ? [seen] : await select<MoveRow>(act, `${SELECT} WHERE m.pair_id = ?`, [seen.pairId]);
  for (const encounterId of halves.map((half) => half.encounterId).sort()) await lockStay(act, encounterId);
  await lockPlaces(act, [...new Set(halves.flatMap((half) => [half.fromBedId, half.toBedId]))]);
  return selectOne<MoveRow>(act, `${SELECT} WHERE m.id = ? FOR UPDATE`, [moveId]);
}

/**
 * Take back a mistaken move, both halves of a swap together. A patient who never lay in the new bed was never there in the record
 * either, so nothing of it is billed and it needs no cleaning; one who did is moved back, and the bed goes to housekeeping.
 */
export async function undoMove(act: Act, move: MoveRow, layInNewBed: boolean): Promise<{ bedId: string; wardId: string }> {
  const halves = move.pairId === null ? [move] : await select<MoveRow>(act, `${SELECT} WHERE m.pair_id = ? ORDER BY m.id FOR UPDATE`, [move.pairId]);
  for (const half of halves) await requireUndoable(act, half, halves);
  const encounters = new Map<string, EncounterRow>();
  for (const half of halves) {
    const encounter = await lockStay(act, half.encounterId);
    if (encounter?.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
    encounters.set(half.encounterId, encounter);
  }
  for (const half of halves) await clearExpired(act, half.fromBedId);
  for (const half of halves) await leaveNewBed(act, half, layInNewBed || move.kind === 'swap');
  for (const half of halves) await returnToOldBed(act, half, layInNewBed, encounters.get(half.encounterId) as EncounterRow);
  return { bedId: move.fromBedId, wardId: move.fromWardId };
}

async function requireUndoable(act: Act, move: MoveRow, halves: readonly MoveRow[]): Promise<void> {
  const bed = await selectOne<{ status: BedStatus }>(act, 'SELECT operational_status AS status FROM beds WHERE id = ?', [move.fromBedId]);
  const taken = await select<{ id: string }>(act, "SELECT id FROM encounter_locations WHERE occupied_bed_id = ? AND (status = 'active' OR reserved_until > ?)", [move.fromBedId, act.now]);
  const isMine = move.makers.split(',').includes(act.principal.id) || act.principal.roles.includes('administrator');
  const encounter = await lockStay(act, move.encounterId);
  const leavingEncounterId = halves.find(({ id }) => id !== move.id)?.encounterId ?? move.encounterId;
  const why = encounter && (await whyUnsuitable(act, encounter, { from: move.toBedId, to: move.fromBedId, leavingEncounterId }));
  const refusal = undoRefusal({
    movedAt: move.movedAt, isUndone: move.undoneAt !== null, isMine, isStillThere: move.toStatus === 'active', isOldBedUnsuitable: why !== null, oldBedStatus: bed?.status ?? 'C',
    isOldBedTaken: taken.some(({ id }) => !halves.some((half) => half.toLocationId === id)),
  }, act.now);
  if (refusal) throw unprocessable(`undo-${refusal}`, UNDO_REFUSALS[refusal]);
}

async function leaveNewBed(act: Act, move: MoveRow, wasThere: boolean): Promise<void> {
  const lying: Lying = { id: move.toLocationId, encounterId: move.encounterId, bedId: move.toBedId, wardId: move.toWardId, periodStart: move.movedAt };
  await vacate(act, lying);
  if (move.kind === 'swap') return;
  if (wasThere) return startCleaning(act, { locationId: lying.id, bedId: lying.bedId });
  await execute(act, "UPDATE encounter_locations SET status = 'cancelled' WHERE id = ?", [lying.id]);
  await execute(act, "UPDATE beds SET operational_status = 'U', version = version + 1 WHERE id = ?", [lying.bedId]);
}

async function returnToOldBed(act: Act, move: MoveRow, layInNewBed: boolean, encounter: EncounterRow): Promise<void> {
  if (move.kind !== 'swap') await endErrand(act, bedCleaningWorkflowId(move.fromLocationId));
  if (layInNewBed) {
    await execute(act, 'INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start) VALUES (?)', [[newId(), move.encounterId, move.fromBedId, move.fromWardId, 'active', act.now]]);
  } else {
    await execute(act, "UPDATE encounter_locations SET status = 'cancelled' WHERE id = ?", [move.toLocationId]);
    await execute(act, "UPDATE encounter_locations SET status = 'active', period_end = NULL WHERE id = ?", [move.fromLocationId]);
  }
  await execute(act, "UPDATE beds SET operational_status = 'O', version = version + 1 WHERE id = ?", [move.fromBedId]);
  await execute(act, 'UPDATE bed_moves SET undone_by = ?, undone_at = ? WHERE id = ?', [act.principal.id, act.now, move.id]);
  if (move.transferId) await execute(act, "UPDATE bed_transfers SET status = 'undone', ended_by = ?, ended_at = ?, version = version + 1 WHERE id = ? AND status = 'moved'", [act.principal.id, act.now, move.transferId]);
  await followToWard(act, encounter, move.fromWardId);
  await recordStayEvent(act, move.encounterId, 'bed-change-undone', { type: 'move', id: move.id });
  act.announcements.push({ topic: 'bed', id: move.fromBedId });
  act.audits.push({ action: 'bed.moveUndone', resourceType: 'bed', resourceId: move.fromBedId, patientId: encounter.patientId, detail: { moveId: move.id, layInNewBed } });
}
