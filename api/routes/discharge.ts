import { dischargeContract } from '../contract/discharge';
import { type Act } from '../http/act';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { lockPatient, ownRelation } from '../services/clinical/patients/patientRow';
import { overrideBranch } from '../services/discharge/override';
import { readDischarge } from '../services/discharge/panel';
import { listDischargeSummaries, readDischargeSummary } from '../services/discharge/summary';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);

/** The branches of a discharge, and the summary that comes of it. */
export function dischargeRoutes(): Route[] {
  return [
    route(dischargeContract.readDischarge, {
      policy: 'discharge.read', load,
      handle: (act, { loaded }) => {
        audit(act, 'discharge.read', loaded);
        return readDischarge(act, loaded);
      },
    }),
    route(dischargeContract.overrideDischarge, {
      policy: 'discharge.override', load,
      handle: async (act, { loaded, body }) => {
        await overrideBranch(act, loaded, body.branch, body.reason);
        return readDischarge(act, loaded);
      },
    }),
    route(dischargeContract.readDischargeSummary, {
      policy: 'clinical.read', load, relate: (act, encounter) => ownRelation(act, encounter.patientId),
      handle: async (act, { loaded }) => {
        const summary = await readDischargeSummary(act, loaded);
        if (!summary) throw notFound();
        audit(act, 'discharge-summary.read', loaded);
        return summary;
      },
    }),
    route(dischargeContract.listDischargeSummaries, {
      policy: 'clinical.read', load: (act, { params }) => lockPatient(act, params.patientId), relate: (act, patient) => ownRelation(act, patient.id),
      handle: async (act, { loaded }) => {
        act.audits.push({ action: 'discharge-summary.list', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id });
        return { items: await listDischargeSummaries(act, loaded.id) };
      },
    }),
  ];
}

function audit(act: Act, action: string, encounter: EncounterRow): void {
  act.audits.push({ action, resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId });
}
