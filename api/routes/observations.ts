import { observationsContract } from '../contract/observations';
import { type Act, trailList } from '../http/act';
import { type Route, route } from '../http/route';
import { recordBedside } from '../services/clinical/observations/bedside';
import { listEscalations } from '../services/clinical/observations/escalations';
import { isScored } from '../services/clinical/observations/isScored';
import { lastValues } from '../services/clinical/observations/lastValues';
import { prescribeOxygenTarget, readOxygenTarget } from '../services/clinical/observations/oxygenTarget';
import { withdrawObservations } from '../services/clinical/observations/withdraw';
import { listWardObservations } from '../services/clinical/observations/wardRound';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);

/** Observations at the bedside, the ward's round, and the loop of a deterioration. */
export function observationRoutes(): Route[] {
  return [
    route(observationsContract.listWardObservations, {
      policy: 'observation.list',
      handle: async (act, { query }) => {
        const items = await listWardObservations(act, query.wardId ? [query.wardId] : act.principal.wardIds);
        trailList(act, { action: 'observation.listRound', resourceType: 'observation' }, items.map(({ patient }) => patient.id));
        return { items };
      },
    }),
    route(observationsContract.recordObservations, { policy: 'clinical.write', load, handle: (act, { loaded, body }) => recordBedside(act, loaded, body.values) }),
    route(observationsContract.withdrawObservations, { policy: 'clinical.write', load, handle: (act, { loaded, body }) => withdrawObservations(act, loaded, body) }),
    route(observationsContract.readLastObservations, {
      policy: 'observation.list', load,
      handle: async (act, { loaded }) => {
        audit(act, 'observation.readLast', loaded);
        return { values: { ...(await lastValues(act, loaded.id)) }, scale: !(await isScored(act, loaded)) ? null : loaded.spo2Scale === 2 ? 2 as const : 1 as const };
      },
    }),
    route(observationsContract.listEscalations, {
      policy: 'observation.list', load,
      handle: async (act, { loaded }) => {
        audit(act, 'escalation.list', loaded);
        return { items: await listEscalations(act, loaded.id) };
      },
    }),
    route(observationsContract.readOxygenTarget, {
      policy: 'observation.list', load,
      handle: (act, { loaded }) => {
        audit(act, 'oxygen-target.read', loaded);
        return readOxygenTarget(act, loaded);
      },
    }),
    route(observationsContract.prescribeOxygenTarget, {
      policy: 'oxygen.prescribe', load,
      handle: async (act, { loaded, body }) => {
        await prescribeOxygenTarget(act, loaded, body);
        audit(act, 'oxygen-target.prescribed', loaded, { before: loaded.spo2Scale, after: body });
        return readOxygenTarget(act, loaded);
      },
    }),
  ];
}

function audit(act: Act, action: string, encounter: EncounterRow, detail?: unknown): void {
  act.audits.push({ action, resourceType: action.split('.')[0] ?? action, resourceId: encounter.id, patientId: encounter.patientId, ...(detail === undefined ? {} : { detail }) });
}
