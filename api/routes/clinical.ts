import { clinicalContract } from '../contract/clinical';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { listDoses, listMedicines } from '../services/clinical/lists/medicines';
import { addNote, listNotes } from '../services/clinical/lists/notes';
import { listObservations, listReports, readTrend } from '../services/clinical/lists/observations';
import { listConditions, listOrders, listProcedures } from '../services/clinical/lists/orders';
import { ownRelation } from '../services/clinical/patients/patientRow';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);
const relate = (act: Act, encounter: EncounterRow) => ownRelation(act, encounter.patientId);
const read = { policy: 'clinical.read', load, relate } as const;

/** The clinical record of a stay, list by list. Each reading is one entry of the audit trail. */
export function clinicalRoutes(): Route[] {
  return [
    route(clinicalContract.listConditions, { ...read, handle: async (act, { loaded, query }) => audited(act, 'condition', loaded, await listConditions(act, loaded.id, query)) }),
    route(clinicalContract.listOrders, { ...read, handle: async (act, { loaded, query }) => audited(act, 'service-request', loaded, await listOrders(act, loaded.id, query)) }),
    route(clinicalContract.listReports, { ...read, handle: async (act, { loaded, query }) => audited(act, 'diagnostic-report', loaded, await listReports(act, loaded.id, query)) }),
    route(clinicalContract.listObservations, { ...read, handle: async (act, { loaded, query }) => audited(act, 'observation', loaded, await listObservations(act, loaded.id, query)) }),
    route(clinicalContract.readResultTrend, {
      ...read,
      handle: async (act, { loaded, query }) => {
        const trend = await readTrend(act, loaded.patientId, query.code, query.limit);
        audited(act, 'observation', loaded, trend);
        return trend;
      },
    }),
    route(clinicalContract.listMedicines, { ...read, handle: async (act, { loaded, query }) => audited(act, 'medication-request', loaded, await listMedicines(act, loaded.id, query)) }),
    route(clinicalContract.listDoses, { ...read, handle: async (act, { loaded, query }) => audited(act, 'medication-administration', loaded, await listDoses(act, loaded.id, query)) }),
    route(clinicalContract.listProcedures, { ...read, handle: async (act, { loaded, query }) => audited(act, 'procedure', loaded, await listProcedures(act, loaded.id, query)) }),
    route(clinicalContract.listNotes, { ...read, handle: async (act, { loaded, query }) => audited(act, 'clinical-note', loaded, await listNotes(act, loaded.id, query)) }),
    route(clinicalContract.addNote, {
      policy: 'clinical.write', load,
      handle: async (act, { loaded, body }) => {
        const note = await addNote(act, loaded, body);
        act.audits.push({ action: 'clinical-note.written', resourceType: 'clinical-note', resourceId: note.id, patientId: loaded.patientId, detail: { encounterId: loaded.id } });
        return note;
      },
    }),
  ];
}

function audited<P extends { items: readonly { id: string }[] }>(act: Act, resourceType: string, encounter: EncounterRow, page: P): P {
  act.audits.push({ action: `${resourceType}.list`, resourceType, patientId: encounter.patientId, detail: { encounterId: encounter.id, ids: page.items.map((item) => item.id) } });
  return page;
}
