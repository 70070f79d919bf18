import { encountersContract } from '../contract/encounters';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { ownRelation } from '../services/clinical/patients/patientRow';
import { admitPatient } from '../services/encounters/admitPatient';
import { listPayers, listPractitioners } from '../services/encounters/directory';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';
import { changeEncounter, listLocations, presentEncounter } from '../services/encounters/readEncounter';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);
const relate = (act: Act, encounter: EncounterRow) => ownRelation(act, encounter.patientId);

/** Admissions, stays, and the people and payers they name. */
export function encounterRoutes(): Route[] {
  return [
    route(encountersContract.admitPatient, { policy: 'journey.start', handle: (act, { body }) => admitPatient(act, body) }),
    route(encountersContract.readEncounter, {
      policy: 'encounter.read', load, relate,
      handle: (act, { loaded }) => {
        act.audits.push({ action: 'encounter.read', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId });
        return presentEncounter(act, loaded);
      },
    }),
    route(encountersContract.changeEncounter, {
      policy: 'clinical.write', load,
      handle: async (act, { loaded, body }) => {
        await changeEncounter(act, loaded, body);
        const before = { plannedHours: loaded.plannedHours, practitionerId: loaded.practitionerId };
        act.audits.push({ action: 'encounter.changed', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId, detail: { before, after: body } });
        return presentEncounter(act, (await lockEncounter(act, loaded.id)) ?? loaded);
      },
    }),
    route(encountersContract.listLocations, {
      policy: 'encounter.read', load, relate,
      handle: async (act, { loaded, query }) => {
        const page = await listLocations(act, loaded.id, query);
        act.audits.push({ action: 'encounter.readLocations', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId, detail: { ids: page.items.map((item) => item.id) } });
        return page;
      },
    }),
    route(encountersContract.listPractitioners, { policy: 'directory.read', handle: (act, { query }) => listPractitioners(act, query) }),
    route(encountersContract.listPayers, { policy: 'directory.read', handle: (act, { query }) => listPayers(act, query) }),
  ];
}
