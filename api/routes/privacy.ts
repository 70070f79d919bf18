import { internalContract } from '../contract/internal';
import { privacyContract } from '../contract/privacy';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { lockPatient, ownRelation, type PatientRow } from '../services/clinical/patients/patientRow';
import { addDirective, lockDirective, withdrawDirective } from '../services/rights/directives';
import { breakGlass, endGlass, type GlassRow, lockGlass, openGlassReview } from '../services/rights/glass';
import { endLabel, lockLabel, setLabel } from '../services/rights/labels';
import { readPrivacy } from '../services/rights/privacy';

const load = (act: Act, { params }: { params: { patientId: string } }) => lockPatient(act, params.patientId);
const relate = (act: Act, patient: PatientRow) => ownRelation(act, patient.id);
const loadGlass = (act: Act, { params }: { params: { glassId: string } }) => lockGlass(act, params.glassId);

/** How closely records are held, what patients direct, and the glass that is broken when a patient needs it. */
export function privacyRoutes(): Route[] {
  return [
    route(privacyContract.readPrivacy, {
      policy: 'privacy.read', load, relate,
      handle: (act, { loaded }) => {
        act.audits.push({ action: 'privacy.read', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id });
        return readPrivacy(act, loaded.id);
      },
    }),
    route(privacyContract.setLabel, { policy: 'label.write', load, handle: (act, { loaded, body }) => setLabel(act, loaded.id, body) }),
    route(privacyContract.endLabel, { policy: 'label.write', load: (act, { params }) => lockLabel(act, params.patientId, params.labelId), handle: (act, { loaded, body }) => endLabel(act, loaded, body.version) }),
    route(privacyContract.addDirective, { policy: 'directive.write', load, relate, handle: (act, { loaded, body }) => addDirective(act, loaded.id, body) }),
    route(privacyContract.withdrawDirective, {
      policy: 'directive.write', load: (act, { params }) => lockDirective(act, params.patientId, params.consentId), relate: (act, loaded) => ownRelation(act, loaded.patientId), handle: (act, { loaded, body }) => withdrawDirective(act, loaded, body.version),
    }),
    route(privacyContract.breakGlass, { policy: 'glass.break', handle: (act, { body }) => breakGlass(act, body) }),
    route(privacyContract.endGlass, { policy: 'glass.end', load: loadGlass, relate: (act, loaded: GlassRow) => (loaded.userId === act.principal.id ? ['own'] : []), handle: (act, { loaded }) => endGlass(act, loaded) }),
    route(internalContract.openGlassReview, { policy: 'internal', load: loadGlass, handle: async (act, { loaded, body }) => ({ taskId: await openGlassReview(act, loaded, body) }) }),
  ];
}
