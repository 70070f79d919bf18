import { groupFixesContract } from '../contract/groupFixes';
import { internalContract } from '../contract/internal';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { type Relation } from '../policies/table';
import { applyGroupFix, stopGroupFix } from '../services/groupFix/changeGroupFix';
import { type GroupFixRow, lockGroupFix } from '../services/groupFix/groupFixRow';
import { planClaimGroupFix, planIncidentGroupFix } from '../services/groupFix/planGroupFix';
import { listGroupFixes, listItems, readGroupFix } from '../services/groupFix/readGroupFix';
import { workGroupFix } from '../services/groupFix/workGroupFix';

const load = (act: Act, { params }: { params: { groupFixId: string } }): Promise<GroupFixRow | null> => lockGroupFix(act, params.groupFixId);
const relate = (act: Act, groupFix: GroupFixRow): Relation[] => (groupFix.createdBy === act.principal.id ? ['own'] : []);

/** One fix for many claims or stuck steps: choose, look, apply. */
export function groupFixRoutes(): Route[] {
  return [
    route(groupFixesContract.planClaimGroupFix, { policy: 'claim.work', handle: (act, { body }) => planClaimGroupFix(act, body.select, body.fix) }),
    route(groupFixesContract.planIncidentGroupFix, { policy: 'incident.resolve', handle: (act, { body }) => planIncidentGroupFix(act, body.select, body.fix) }),
    route(groupFixesContract.listGroupFixes, { policy: 'group-fix.read', relate: () => ['own'], handle: (act, { query }) => listGroupFixes(act, query) }),
    route(groupFixesContract.readGroupFix, { policy: 'group-fix.read', load, relate, handle: (act, { loaded }) => readGroupFix(act, loaded) }),
    route(groupFixesContract.listGroupFixItems, { policy: 'group-fix.read', load, relate, handle: (act, { loaded, query }) => listItems(act, loaded, query) }),
    route(groupFixesContract.applyGroupFix, { policy: 'group-fix.apply', load, relate, handle: (act, { loaded, body }) => applyGroupFix(act, loaded, body.version) }),
    route(groupFixesContract.stopGroupFix, { policy: 'group-fix.stop', load, relate, handle: (act, { loaded, body }) => stopGroupFix(act, loaded, body.version) }),
    route(internalContract.workGroupFix, { policy: 'internal', load, handle: (act, { loaded, body }) => workGroupFix(act, loaded, body.phase) }),
  ];
}
