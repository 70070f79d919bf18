import { bedsContract } from '../contract/beds';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { readBedBoard } from '../services/beds/board';
import { readCensus } from '../services/beds/census';
import { closeBed, lockBed, reopenBed } from '../services/beds/outOfUse';
import { listWards } from '../services/encounters/directory';

const load = (act: Act, { params }: { params: { bedId: string } }) => lockBed(act, params.bedId);

/** The bed board, and beds out of use and back. */
export function bedRoutes(): Route[] {
  return [
    route(bedsContract.readBedBoard, { policy: 'bed.list', handle: (act, { query }) => readBedBoard(act, query.wardId) }),
    route(bedsContract.readCensus, { policy: 'bed.list', handle: (act, { query }) => readCensus(act, query) }),
    route(bedsContract.closeBed, { policy: 'bed.write', load, handle: (act, { loaded, body }) => closeBed(act, loaded, body.version, body.reason) }),
    route(bedsContract.reopenBed, { policy: 'bed.write', load, handle: (act, { loaded, body }) => reopenBed(act, loaded, body.version) }),
    route(bedsContract.listWards, { policy: 'directory.read', handle: (act, { query }) => listWards(act, query) }),
  ];
}
