import { patientsContract } from '../contract/patients';
import { type Act, trailList } from '../http/act';
import { type Route, route } from '../http/route';
import { stillThere } from '../http/stillThere';
import { changeAllergy, listAllergies, lockAllergy, recordAllergy } from '../services/clinical/allergies';
import { addCoverage, listCoverages } from '../services/clinical/patients/coverages';
import { findPatients } from '../services/clinical/patients/findPatients';
import { lockPatient, ownRelation, type PatientRow } from '../services/clinical/patients/patientRow';
import { presentPatient } from '../services/clinical/patients/readPatient';
import { changePatient, createPatient, setPrecautions } from '../services/clinical/patients/writePatient';
import { listEncounters } from '../services/encounters/listEncounters';

const load = (act: Act, { params }: { params: { patientId: string } }) => lockPatient(act, params.patientId);
const relate = (act: Act, patient: PatientRow) => ownRelation(act, patient.id);

/** Who the patients are, who pays for them, and what they do not tolerate. */
export function patientRoutes(): Route[] {
  return [
    route(patientsContract.listPatients, {
      policy: 'patient.list',
      handle: async (act, { query }) => {
        const page = await findPatients(act, query);
        trailList(act, { action: 'patient.list', resourceType: 'patient' }, page.items.map(({ id }) => id));
        return page;
      },
    }),
    route(patientsContract.createPatient, {
      policy: 'patient.write',
      handle: async (act, { body }) => {
        const id = await createPatient(act, body);
        act.audits.push({ action: 'patient.created', resourceType: 'patient', resourceId: id, patientId: id, detail: { after: body } });
        return readBack(act, id);
      },
    }),
    route(patientsContract.readPatient, {
      policy: 'patient.read', load, relate,
      handle: (act, { loaded }) => {
        audit(act, 'patient.read', loaded.id);
        return presentPatient(act, loaded);
      },
    }),
    route(patientsContract.changePatient, {
      policy: 'patient.write', load,
      handle: async (act, { loaded, body }) => {
        const before = await presentPatient(act, loaded);
        await changePatient(act, loaded, body);
        act.audits.push({ action: 'patient.changed', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id, detail: { before: pick(before, body), after: body } });
        return readBack(act, loaded.id);
      },
    }),
    route(patientsContract.setPrecautions, {
      policy: 'clinical.write', load,
      handle: async (act, { loaded, body }) => {
        await setPrecautions(act, loaded, body);
        act.audits.push({ action: 'patient.precautionsSet', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id, detail: { before: { codeStatus: loaded.codeStatus, isolation: loaded.isolation }, after: body } });
        return readBack(act, loaded.id);
      },
    }),
    route(patientsContract.listPatientEncounters, {
      policy: 'encounter.read', load, relate,
      handle: async (act, { loaded, query }) => audited(act, 'encounter.list', loaded.id, await listEncounters(act, loaded.id, query)),
    }),
    route(patientsContract.listCoverages, {
      policy: 'patient.read', load, relate,
      handle: async (act, { loaded, query }) => audited(act, 'coverage.list', loaded.id, await listCoverages(act, loaded.id, query)),
    }),
    route(patientsContract.addCoverage, {
      policy: 'patient.write', load,
      handle: async (act, { loaded, body }) => {
        const coverage = await addCoverage(act, loaded.id, body);
        act.audits.push({ action: 'coverage.added', resourceType: 'coverage', resourceId: coverage.id, patientId: loaded.id, detail: { after: body } });
        return coverage;
      },
    }),
    route(patientsContract.listAllergies, {
      policy: 'clinical.read', load, relate,
      handle: async (act, { loaded, query }) => audited(act, 'allergy.list', loaded.id, await listAllergies(act, loaded.id, query)),
    }),
    route(patientsContract.recordAllergy, {
      policy: 'clinical.write', load,
      handle: async (act, { loaded, body }) => {
        const allergy = await recordAllergy(act, loaded.id, body);
        act.audits.push({ action: 'allergy.recorded', resourceType: 'allergy', resourceId: allergy.id, patientId: loaded.id, detail: { after: body } });
        return allergy;
      },
    }),
    route(patientsContract.changeAllergy, {
      policy: 'clinical.write',
      // An allergy under another patient's address is no allergy there (CVE-2026-25745: children opened under foreign parents).
      load: async (act, { params }) => {
        const allergy = await lockAllergy(act, params.allergyId);
        return allergy && allergy.patientId === params.patientId ? allergy : null;
      },
      handle: async (act, { loaded, body }) => {
        const changed = await changeAllergy(act, loaded, body.clinicalStatus);
        act.audits.push({ action: 'allergy.changed', resourceType: 'allergy', resourceId: loaded.id, patientId: loaded.patientId, detail: { before: loaded.clinicalStatus, after: body.clinicalStatus } });
        return changed;
      },
    }),
  ];
}

async function readBack(act: Act, patientId: string) {
  return presentPatient(act, stillThere(await lockPatient(act, patientId), 'patient'));
}

function audit(act: Act, action: string, patientId: string): void {
  act.audits.push({ action, resourceType: 'patient', resourceId: patientId, patientId });
}

function audited<P extends { items: readonly { id: string }[] }>(act: Act, action: string, patientId: string, page: P): P {
  act.audits.push({ action, resourceType: action.split('.')[0] ?? action, patientId, detail: { ids: page.items.map((item) => item.id) } });
  return page;
}

/** Of what was known before, what the change is about. */
function pick(before: object, changes: object): Record<string, unknown> {
  const known: Record<string, unknown> = { ...before, ...('nameParts' in before ? { name: before.nameParts } : {}) };
  return Object.fromEntries(Object.keys(changes).map((key) => [key, known[key] ?? null]));
}
