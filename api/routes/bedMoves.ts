import { bedMovesContract } from '../contract/bedMoves';
import { type Act, selectOne, trailList } from '../http/act';
import { notFound, staleVersion, unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { type Relation } from '../policies/table';
import { setBedNeeds } from '../services/beds/bedNeeds';
import { isOnWard, lockStay } from '../services/beds/lockPlaces';
import { moveWithinWard } from '../services/beds/moveBed';
import { lockBed, type LockedBed } from '../services/beds/outOfUse';
import { endReservation, reserveBed } from '../services/beds/reservations';
import { swapBeds } from '../services/beds/swapBeds';
import { endTransfer } from '../services/beds/transfers/endTransfer';
import { listTransfers } from '../services/beds/transfers/listTransfers';
import { requestTransfer } from '../services/beds/transfers/requestTransfer';
import { lockTransfer, type TransferRow } from '../services/beds/transfers/transferRow';
import { lockMove, type MoveRow, undoMove } from '../services/beds/undoMove';
import { type EncounterRow } from '../services/encounters/encounterRow';

type WithBed = { params: { bedId: string } };

/** Of a stay or a bed, the ward it belongs to decides who is on it. */
const onWard = (act: Act, ...wardIds: (string | null)[]): Relation[] => (wardIds.every((wardId) => wardId !== null && isOnWard(act, wardId)) ? ['own-ward'] : []);

/** The bed without its lock: whoever is moved into it is locked first. */
const readBed = (act: Act, { params }: WithBed) => lockBed({ ...act, transaction: null }, params.bedId);
const loadStay = (act: Act, { params }: { params: { encounterId: string } }) => lockStay(act, params.encounterId);

async function requireStay(act: Act, encounterId: string): Promise<EncounterRow> {
  const encounter = await lockStay(act, encounterId);
  if (!encounter) throw notFound();
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  return encounter;
}

async function relock(act: Act, bed: LockedBed): Promise<LockedBed> {
  return (await lockBed(act, bed.id)) ?? bed;
}

/** Reservations, moves, swaps, their undoing, and transfers between wards. */
export function bedMoveRoutes(): Route[] {
  return [
    route(bedMovesContract.reserveBed, {
      policy: 'bed.write', load: readBed,
      handle: async (act, { loaded, body }) => {
        const encounter = await requireStay(act, body.encounterId);
        const bed = await relock(act, loaded);
        if (bed.version !== body.version) throw staleVersion(bed.version);
        const kept = await reserveBed(act, encounter, bed.id, body.minutes);
        act.audits.push({ action: 'bed.reserved', resourceType: 'bed', resourceId: bed.id, patientId: encounter.patientId, detail: { minutes: body.minutes } });
        return { locationId: kept.id, bedId: bed.id, until: kept.until.toISOString() };
      },
    }),
    route(bedMovesContract.giveBackBed, {
      policy: 'bed.write', load: (act, { params }) => lockBed(act, params.bedId),
      handle: async (act, { loaded, body }) => {
        if (loaded.version !== body.version) throw staleVersion(loaded.version);
        const kept = await selectOne<{ id: string; patientId: string }>(act, "SELECT l.id, e.patient_id AS patientId FROM encounter_locations l JOIN encounters e ON e.id = l.encounter_id WHERE l.occupied_bed_id = ? AND l.status = 'reserved'", [loaded.id]);
        if (!kept) throw unprocessable('not-reserved', 'This bed is not kept for anybody.');
        const ended = await endReservation(act, kept.id);
        act.audits.push({ action: 'bed.givenBack', resourceType: 'bed', resourceId: loaded.id, patientId: kept.patientId });
        return { bedId: loaded.id, ended };
      },
    }),
    route(bedMovesContract.moveToBed, {
      policy: 'bed.move', load: readBed, relate: (act, loaded) => onWard(act, loaded.wardId),
      handle: async (act, { loaded, body }) => {
        const encounter = await requireStay(act, body.encounterId);
        return moveWithinWard(act, encounter, await relock(act, loaded), body.version);
      },
    }),
    route(bedMovesContract.swapBeds, {
      policy: 'bed.move', load: readBed, relate: (act, loaded) => onWard(act, loaded.wardId),
      handle: async (act, { loaded, body }) => {
        const other = await lockBed({ ...act, transaction: null }, body.otherBedId);
        // Both wards must be the actor's: a swap across wards has no other consent.
        if (!other || (other.wardId !== loaded.wardId && !act.grants.includes('any') && !isOnWard(act, other.wardId))) throw notFound();
        return swapBeds(act, loaded, { bedId: other.id, version: body.otherVersion }, body.version);
      },
    }),
    route(bedMovesContract.undoMove, {
      policy: 'bed.move', load: (act, { params }) => lockMove(act, params.moveId), relate: (act, loaded: MoveRow) => onWard(act, loaded.toWardId).concat(onWard(act, loaded.fromWardId)),
      handle: (act, { loaded, body }) => undoMove(act, loaded, body.layInNewBed),
    }),
    route(bedMovesContract.setBedNeeds, {
      policy: 'transfer.request', load: loadStay, relate: (act, loaded: EncounterRow) => onWard(act, loaded.wardId),
      handle: (act, { loaded, body }) => setBedNeeds(act, loaded, body.version, body.equipment),
    }),
    route(bedMovesContract.requestTransfer, {
      policy: 'transfer.request', load: loadStay, relate: (act, loaded: EncounterRow) => onWard(act, loaded.wardId),
      handle: (act, { loaded, body }) => requestTransfer(act, loaded, body),
    }),
    route(bedMovesContract.withdrawTransfer, {
      policy: 'transfer.request', load: loadTransfer, relate: (act, loaded: TransferRow) => onWard(act, loaded.fromWardId),
      handle: async (act, { loaded, body }) => {
        if (loaded.version !== body.version) throw staleVersion(loaded.version);
        await endTransfer(act, loaded, 'withdrawn', 'message');
        act.audits.push({ action: 'transfer.withdrawn', resourceType: 'transfer', resourceId: loaded.id });
        return { id: loaded.id, status: 'withdrawn' as const, version: loaded.version + 1 };
      },
    }),
    route(bedMovesContract.listTransfers, {
      policy: 'transfer.list',
      handle: async (act, { query }) => {
        const page = await listTransfers(act, query);
        trailList(act, { action: 'transfer.list', resourceType: 'transfer' }, page.items.map(({ patient }) => patient.id));
        return page;
      },
    }),
  ];
}

/** The transfer, behind the lock of its stay, in the order everybody takes. */
async function loadTransfer(act: Act, { params }: { params: { transferId: string } }): Promise<TransferRow | null> {
  const seen = await lockTransfer({ ...act, transaction: null }, params.transferId);
  if (!seen) return null;
  await lockStay(act, seen.encounterId);
  return lockTransfer(act, seen.id);
}
