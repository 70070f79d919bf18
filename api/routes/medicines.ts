import { medicinesContract } from '../contract/medicines';
import { type Act, selectOne } from '../http/act';
import { type Route, route } from '../http/route';
import { changeInfusion, checkDose, giveNow, settleDose } from '../services/clinical/medicines/bedside';
import { wristbandOf } from '../services/clinical/medicines/bedsideCodes';
import { listFormulary, registerPackage } from '../services/clinical/medicines/formulary';
import { addHomeMedicine, decideHomeMedicine, listHomeMedicines } from '../services/clinical/medicines/homeMedicines';
import { checkPrescription, prescribe, stopMedicine } from '../services/clinical/medicines/prescribe';
import { prescriptionDocument } from '../services/clinical/medicines/prescriptionDocument';
import { ownRelation } from '../services/clinical/patients/patientRow';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);

const relate = (act: Act, encounter: EncounterRow) => ownRelation(act, encounter.patientId);

/** The stay of a dose or an order; null when it is not of this stay. */
const loadWith = (table: 'medication_administrations' | 'medication_requests', idOf: (params: { doseId?: string; medicineId?: string }) => string | undefined) =>
  async (act: Act, { params }: { params: { encounterId: string; doseId?: string; medicineId?: string } }): Promise<EncounterRow | null> => {
    const encounter = await lockEncounter(act, params.encounterId);
    return encounter && (await selectOne(act, `SELECT id FROM ${table} WHERE id = ? AND encounter_id = ?`, [idOf(params) ?? '', encounter.id])) ? encounter : null;
  };
const loadDose = loadWith('medication_administrations', ({ doseId }) => doseId);
const loadMedicine = loadWith('medication_requests', ({ medicineId }) => medicineId);

/** Medicines from the prescription to the bedside. */
export function medicineRoutes(): Route[] {
  return [
    route(medicinesContract.listFormulary, { policy: 'medicine.list', handle: (act, { query }) => listFormulary(act, query) }),
    route(medicinesContract.registerPackage, { policy: 'medicine.package', handle: (act, { body }) => registerPackage(act, body) }),
    route(medicinesContract.checkPrescription, {
      policy: 'medicine.prescribe', load,
      handle: async (act, { loaded, body }) => {
        act.audits.push({ action: 'medicine.looked-up', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId, detail: { code: body.code } });
        return { findings: await checkPrescription(act, loaded, body) };
      },
    }),
    route(medicinesContract.prescribe, { policy: 'medicine.prescribe', load, handle: (act, { loaded, body }) => prescribe(act, loaded, body) }),
    route(medicinesContract.stopMedicine, { policy: 'medicine.prescribe', load: loadMedicine, handle: (act, { loaded, params, body }) => stopMedicine(act, loaded, params.medicineId, body) }),
    route(medicinesContract.listHomeMedicines, {
      policy: 'clinical.read', load, relate,
      handle: async (act, { loaded }) => {
        const items = await listHomeMedicines(act, loaded);
        act.audits.push({ action: 'home-medicine.list', resourceType: 'home-medicine', patientId: loaded.patientId, detail: { encounterId: loaded.id } });
        return { items, nextCursor: null, total: items.length };
      },
    }),
    route(medicinesContract.addHomeMedicine, { policy: 'home-medicine.write', load, handle: (act, { loaded, body }) => addHomeMedicine(act, loaded, body) }),
    route(medicinesContract.decideHomeMedicine, { policy: 'medicine.prescribe', load, handle: (act, { loaded, body }) => decideHomeMedicine(act, loaded, body) }),
    route(medicinesContract.readPrescription, {
      policy: 'prescription.read', load, relate,
      handle: (act, { loaded }) => {
        act.audits.push({ action: 'prescription.printed', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId });
        return prescriptionDocument(act, loaded);
      },
    }),
    route(medicinesContract.readWristband, {
      policy: 'wristband.read', load,
      handle: (act, { loaded }) => {
        act.audits.push({ action: 'wristband.printed', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId });
        return Promise.resolve({ code: wristbandOf(act, loaded.id) });
      },
    }),
    route(medicinesContract.checkDose, { policy: 'medicine.give', load: loadDose, handle: (act, { loaded, params, body }) => checkDose(act, loaded, params.doseId, body) }),
    route(medicinesContract.settleDose, { policy: 'medicine.give', load: loadDose, handle: (act, { loaded, params, body }) => settleDose(act, loaded, params.doseId, body) }),
    route(medicinesContract.giveNow, { policy: 'medicine.give', load: loadMedicine, handle: (act, { loaded, params, body }) => giveNow(act, loaded, params.medicineId, body) }),
    route(medicinesContract.changeInfusion, { policy: 'medicine.give', load: loadMedicine, handle: (act, { loaded, params, body }) => changeInfusion(act, loaded, params.medicineId, body) }),
  ];
}
