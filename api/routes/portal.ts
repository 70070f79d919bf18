import { portalContract } from '../contract/portal';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { lockPatient, ownRelation } from '../services/clinical/patients/patientRow';
import { readPortal } from '../services/clinical/patients/readPortal';

/** The patient's own first page. */
export function portalRoutes(): Route[] {
  return [
    route(portalContract.readPortal, {
      policy: 'portal.read',
      load: (act: Act, { params }) => lockPatient(act, params.patientId),
      relate: (act, patient) => ownRelation(act, patient.id),
      handle: (act, { loaded }) => {
        act.audits.push({ action: 'portal.read', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id });
        return readPortal(act, loaded.id);
      },
    }),
  ];
}
