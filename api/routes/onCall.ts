import { onCallContract } from '../contract/onCall';
import { type Route, route } from '../http/route';
import { addOnCall, endOnCall, lockDuty, readOnCall } from '../services/shifts/onCall';

/** Who is on call. */
export function onCallRoutes(): Route[] {
  return [
    route(onCallContract.readOnCall, { policy: 'roster.read', handle: (act, { query }) => readOnCall(act, query) }),
    route(onCallContract.addOnCall, { policy: 'roster.write', handle: (act, { body }) => addOnCall(act, body) }),
    route(onCallContract.endOnCall, { policy: 'roster.write', load: (act, { params }) => lockDuty(act, params.dutyId), handle: (act, { loaded, body }) => endOnCall(act, loaded, body.version) }),
  ];
}
