import { auditContract } from '../contract/audit';
import { type Act, selectOne } from '../http/act';
import { type Route, route } from '../http/route';
import { readListViews } from '../services/audit/listViews';
import { ownRelation } from '../services/clinical/patients/patientRow';
import { findAuditEvent, listAccesses, listAuditEvents, openAuditEvent } from '../services/audit/trail';

const findPatient = (act: Act, { params }: { params: { patientId: string } }) => selectOne<{ id: string }>(act, 'SELECT id FROM patients WHERE id = ? AND deleted_at IS NULL', [params.patientId]);

/** The audit trail, and who looked at a patient. Reading it is on record too. */
export function auditRoutes(): Route[] {
  return [
    route(auditContract.listAuditEvents, {
      policy: 'audit.read',
      handle: async (act, { query }) => {
        const { cursor: _page, ...asked } = query;
        act.audits.push({ action: 'audit.list', resourceType: 'audit', patientId: query.patientId ?? null, detail: asked });
        return listAuditEvents(act, query);
      },
    }),
    route(auditContract.readAuditEvent, {
      policy: 'audit.read', load: (act, { params }) => findAuditEvent(act, params.eventId),
      handle: async (act, { params, loaded }) => {
        act.audits.push({ action: 'audit.read', resourceType: 'audit', resourceId: params.eventId, patientId: loaded.patientId });
        return openAuditEvent(act, loaded);
      },
    }),
    route(auditContract.listAccesses, {
      policy: 'access.read', load: findPatient, relate: (act, { id }) => ownRelation(act, id),
      handle: async (act, { params, query }) => {
        act.audits.push({ action: 'patient.accesses', resourceType: 'audit', patientId: params.patientId });
        return listAccesses(act, params.patientId, query);
      },
    }),
    route(auditContract.readListViews, {
      policy: 'access.read', load: findPatient, relate: (act, { id }) => ownRelation(act, id),
      handle: async (act, { params, query }) => {
        act.audits.push({ action: 'patient.list-accesses', resourceType: 'audit', patientId: params.patientId, detail: { on: query.on ?? null } });
        return readListViews(act, params.patientId, query.on);
      },
    }),
  ];
}
