import { amendmentsContract } from '../contract/amendments';
import { internalContract } from '../contract/internal';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { type AmendmentRow, lockAmendment } from '../services/amendments/amendmentRow';
import { askForAmendment, listRecordEntries, openAmendmentTask } from '../services/amendments/ask';
import { disagreeWithDenial, rebutDisagreement } from '../services/amendments/decide';
import { listAmendments, listPatientAmendments } from '../services/amendments/list';
import { lockPatient, ownRelation, type PatientRow } from '../services/clinical/patients/patientRow';

const load = (act: Act, { params }: { params: { patientId: string } }) => lockPatient(act, params.patientId);
const relate = (act: Act, { id }: PatientRow) => ownRelation(act, id);
const loadOne = (act: Act, { params }: { params: { patientId: string; amendmentId: string } }) => lockAmendment(act, params.amendmentId, params.patientId);
const relateOne = (act: Act, { patientId }: AmendmentRow) => ownRelation(act, patientId);

/** A patient's right to have their record amended (45 CFR 164.526). */
export function amendmentRoutes(): Route[] {
  return [
    route(amendmentsContract.listRecordEntries, { policy: 'amendment.ask', fresh: true, load, relate, handle: (act, { loaded, query }) => listRecordEntries(act, loaded, query) }),
    route(amendmentsContract.listPatientAmendments, { policy: 'amendment.read', load, relate, handle: (act, { loaded }) => listPatientAmendments(act, loaded.id) }),
    route(amendmentsContract.askForAmendment, { policy: 'amendment.ask', load, relate, handle: (act, { loaded, body }) => askForAmendment(act, loaded, body) }),
    route(amendmentsContract.disagreeWithDenial, { policy: 'amendment.ask', load: loadOne, relate: relateOne, handle: (act, { loaded, body }) => disagreeWithDenial(act, loaded, body) }),
    route(amendmentsContract.rebutDisagreement, { policy: 'amendment.answer', load: loadOne, handle: (act, { loaded, body }) => rebutDisagreement(act, loaded, body) }),
    route(amendmentsContract.listAmendments, { policy: 'amendment.list', handle: (act, { query }) => listAmendments(act, query) }),
    route(internalContract.openAmendmentTask, { policy: 'internal', load: (act, { params }) => lockAmendment(act, params.amendmentId), handle: (act, { loaded, body }) => openAmendmentTask(act, loaded, body) }),
  ];
}
