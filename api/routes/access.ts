import { recordBundle } from '../../interop/fhir/bundle';
import { accessContract } from '../contract/access';
import { internalContract } from '../contract/internal';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { readRecord } from '../services/access/readRecord';
import { recordDocument } from '../services/access/recordDocument';
import { askForRecord, listAccessRequests, lockAccessRequest, openAccessTask } from '../services/access/requests';
import { lockPatient, ownRelation, type PatientRow } from '../services/clinical/patients/patientRow';

const load = (act: Act, { params }: { params: { patientId: string } }): Promise<PatientRow | null> => lockPatient(act, params.patientId);
const relate = (act: Act, { id }: PatientRow) => ownRelation(act, id);

/** A patient's right to their own record (45 CFR 164.524). */
export function accessRoutes(): Route[] {
  return [
    route(accessContract.exportRecord, {
      policy: 'record.export', fresh: true, load, relate,
      handle: async (act, { loaded }) => {
        const { meta, entry, ...bundle } = recordBundle(await readRecord(act, loaded), act.now.toISOString());
        act.audits.push({ action: 'patient.exported', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id, detail: { form: 'fhir', resources: entry.length } });
        return { ...bundle, ...(meta ? { meta: { security: [...meta.security] } } : {}), entry: [...entry] };
      },
    }),
    route(accessContract.printRecord, {
      policy: 'record.export', fresh: true, load, relate,
      handle: async (act, { loaded }) => {
        const document = await recordDocument(act, await readRecord(act, loaded));
        act.audits.push({ action: 'patient.exported', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id, detail: { form: 'pdf' } });
        return document;
      },
    }),
    route(accessContract.listAccessRequests, { policy: 'record.export', load, relate, handle: (act, { loaded }) => listAccessRequests(act, loaded.id) }),
    route(accessContract.askForRecord, { policy: 'record.export', load, relate, handle: (act, { loaded, body }) => askForRecord(act, loaded.id, body.form) }),
    route(internalContract.openAccessTask, { policy: 'internal', load: (act, { params }) => lockAccessRequest(act, params.accessRequestId), handle: async (act, { loaded, body }) => ({ taskId: await openAccessTask(act, loaded, body) }) }),
  ];
}
