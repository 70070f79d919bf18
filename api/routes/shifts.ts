import { shiftsContract } from '../contract/shifts';
import { type Act, selectOne } from '../http/act';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { type Relation } from '../policies/table';
import { isOnWard, lockStay } from '../services/beds/lockPlaces';
import { type EncounterRow } from '../services/encounters/encounterRow';
import { acceptHandovers } from '../services/shifts/acceptHandovers';
import { assignPatients, readAssignments } from '../services/shifts/assignments';
import { giveHandover, listHandovers, readHandover } from '../services/shifts/handovers';
import { addToRoster, lockRosterShift, readRoster, takeOffRoster } from '../services/shifts/roster';
import { setCover, setSkills } from '../services/shifts/skills';

interface WardRow {
  readonly id: string;
  readonly name: string;
}

const loadWard = (act: Act, { params }: { params: { wardId: string } }) => selectOne<WardRow>(act, `SELECT id, name FROM wards WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [params.wardId]);
const loadStay = (act: Act, { params }: { params: { encounterId: string } }) => lockStay(act, params.encounterId);
const onWard = (act: Act, wardId: string | null): Relation[] => (wardId !== null && isOnWard(act, wardId) ? ['own-ward'] : []);

/** Roster, assignment of patients, and handovers. */
export function shiftRoutes(): Route[] {
  return [
    route(shiftsContract.readRoster, { policy: 'roster.read', handle: (act, { query }) => readRoster(act, query) }),
    route(shiftsContract.addToRoster, { policy: 'roster.write', handle: (act, { body }) => addToRoster(act, body) }),
    route(shiftsContract.takeOffRoster, { policy: 'roster.write', load: (act, { params }) => lockRosterShift(act, params.shiftId), handle: (act, { loaded, body }) => takeOffRoster(act, loaded, body.version) }),
    route(shiftsContract.setCover, { policy: 'roster.write', load: loadWard, handle: (act, { loaded, body }) => setCover(act, loaded.id, body.cover) }),
    route(shiftsContract.setSkills, {
      policy: 'roster.write', load: (act, { params }) => selectOne<{ id: string }>(act, 'SELECT id FROM staff_users WHERE id = ? AND patient_id IS NULL FOR UPDATE', [params.userId]),
      handle: (act, { loaded, body }) => setSkills(act, loaded.id, body.skills),
    }),
    route(shiftsContract.readAssignments, { policy: 'assignment.read', load: loadWard, handle: (act, { loaded, query }) => readAssignments(act, loaded, query.which) }),
    route(shiftsContract.assignPatients, { policy: 'assignment.write', load: loadWard, relate: (act, loaded: WardRow) => onWard(act, loaded.id), handle: (act, { loaded, body }) => assignPatients(act, loaded.id, body) }),
    route(shiftsContract.listHandovers, {
      policy: 'handover.list',
      handle: (act, { query }) => {
        if (query.wardId && !isOnWard(act, query.wardId)) throw notFound();
        const own = act.principal.wardIds.length === 0 ? null : act.principal.wardIds;
        return listHandovers(act, query.wardId ? [query.wardId] : own, query.scope);
      },
    }),
    route(shiftsContract.readHandover, {
      policy: 'handover.read', load: loadStay,
      handle: async (act, { loaded }) => {
        // Who works on other wards reads no handover of this one.
        if (loaded.wardId !== null && !isOnWard(act, loaded.wardId)) throw notFound();
        act.audits.push({ action: 'handover.read', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId });
        return readHandover(act, loaded);
      },
    }),
    route(shiftsContract.giveHandover, { policy: 'handover.write', load: loadStay, relate: (act, loaded: EncounterRow) => onWard(act, loaded.wardId), handle: (act, { loaded, body }) => giveHandover(act, loaded, body.version, body.sbar) }),
    route(shiftsContract.acceptHandovers, { policy: 'handover.accept', handle: async (act, { body }) => ({ results: await acceptHandovers(act, body.handoverIds) }) }),
  ];
}
