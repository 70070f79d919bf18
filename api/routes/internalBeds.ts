import { internalContract } from '../contract/internal';
import { selectOne } from '../http/act';
import { type Route, route } from '../http/route';
import { endReservation } from '../services/beds/reservations';
import { openBedTask, openTransferTask } from '../services/beds/errandTasks';
import { lockTransfer } from '../services/beds/transfers/transferRow';

/** What the errands of beds do to the record. */
export function internalBedRoutes(): Route[] {
  return [
    route(internalContract.openBedTask, {
      policy: 'internal', load: (act, { params }) => selectOne<{ id: string; wardId: string }>(act, 'SELECT id, ward_id AS wardId FROM beds WHERE id = ?', [params.bedId]),
      handle: async (act, { loaded, body }) => ({ taskId: await openBedTask(act, loaded, body) }),
    }),
    route(internalContract.openTransferTask, {
      policy: 'internal', load: (act, { params }) => lockTransfer(act, params.transferId),
      handle: async (act, { loaded, body }) => ({ taskId: await openTransferTask(act, loaded, body) }),
    }),
    route(internalContract.endReservation, {
      policy: 'internal', load: (act, { params }) => selectOne<{ id: string }>(act, 'SELECT id FROM encounter_locations WHERE id = ?', [params.locationId]),
      handle: async (act, { loaded }) => ({ ended: await endReservation(act, loaded.id) }),
    }),
  ];
}
