import { disclosuresContract } from '../contract/disclosures';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { lockPatient, ownRelation, type PatientRow } from '../services/clinical/patients/patientRow';
import { listDisclosures, lockDisclosure, recordDisclosure, withdrawDisclosure } from '../services/disclosures/disclosures';

const load = (act: Act, { params }: { params: { patientId: string } }) => lockPatient(act, params.patientId);
const relate = (act: Act, { id }: PatientRow) => ownRelation(act, id);

/** The accounting of disclosures (45 CFR 164.528). */
export function disclosureRoutes(): Route[] {
  return [
    route(disclosuresContract.listDisclosures, { policy: 'disclosure.read', load, relate, handle: (act, { loaded, query }) => listDisclosures(act, loaded.id, query) }),
    route(disclosuresContract.recordDisclosure, { policy: 'disclosure.write', load, handle: (act, { loaded, body }) => recordDisclosure(act, loaded.id, body) }),
    route(disclosuresContract.withdrawDisclosure, { policy: 'disclosure.write', load: (act, { params }) => lockDisclosure(act, params.patientId, params.disclosureId), handle: (act, { loaded, body }) => withdrawDisclosure(act, loaded, body) }),
  ];
}
