import { SCALES, scaleFields, type ScaleAnswers } from '../../domain/clinical/scales';
import { validateForm } from '../../domain/tasks/validateForm';
import { nursingContract } from '../contract/nursing';
import { type Act } from '../http/act';
import { invalid } from '../http/problem';
import { type Route, route } from '../http/route';
import { listAssessments, recordAssessment } from '../services/clinical/assessments/assessments';
import { addEntry, addProblem, closeProblem, lockProblem, readCarePlan } from '../services/clinical/assessments/carePlan';
import { ownRelation } from '../services/clinical/patients/patientRow';
import { type EncounterRow, lockEncounter, requireGoingOn } from '../services/encounters/encounterRow';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);
/** A problem under another stay's address is no problem there. */
const loadProblem = (act: Act, { params }: { params: { encounterId: string; problemId: string } }) => lockProblem(act, params.problemId, params.encounterId);
const read = { policy: 'clinical.read', load, relate: (act: Act, encounter: EncounterRow) => ownRelation(act, encounter.patientId) } as const;

/** Nursing assessments and care plans. */
export function nursingRoutes(): Route[] {
  return [
    route(nursingContract.listAssessments, {
      ...read,
      handle: async (act, { loaded }) => {
        audit(act, 'assessment.list', loaded.patientId, { encounterId: loaded.id });
        return { items: await listAssessments(act, loaded.id) };
      },
    }),
    route(nursingContract.recordAssessment, {
      policy: 'clinical.write', load,
      handle: async (act, { loaded, body }) => {
        requireGoingOn(loaded);
        const outcome = validateForm({ version: 1, fields: scaleFields(body.scale) }, body.answers);
        if (!outcome.ok) throw invalid(outcome.problems, `${SCALES[body.scale].title} is not complete.`);
        const id = await recordAssessment(act, loaded, body.scale, outcome.values as ScaleAnswers);
        audit(act, 'assessment.recorded', loaded.patientId, { encounterId: loaded.id, id, scale: body.scale });
        return { items: await listAssessments(act, loaded.id) };
      },
    }),
    route(nursingContract.readCarePlan, {
      ...read,
      handle: (act, { loaded }) => {
        audit(act, 'care-plan.read', loaded.patientId, { encounterId: loaded.id });
        return readCarePlan(act, loaded.id);
      },
    }),
    route(nursingContract.addCarePlanProblem, {
      policy: 'clinical.write', load,
      handle: async (act, { loaded, body }) => {
        requireGoingOn(loaded);
        const id = await addProblem(act, loaded, body);
        audit(act, 'care-plan.problemAdded', loaded.patientId, { encounterId: loaded.id, id });
        return readCarePlan(act, loaded.id);
      },
    }),
    route(nursingContract.addCarePlanEntry, {
      policy: 'clinical.write', load: loadProblem,
      handle: async (act, { loaded, body }) => {
        await addEntry(act, loaded, body.kind, body.text);
        audit(act, `care-plan.${body.kind}Added`, loaded.patientId, { problemId: loaded.id });
        return readCarePlan(act, loaded.encounterId);
      },
    }),
    route(nursingContract.closeCarePlanProblem, {
      policy: 'clinical.write', load: loadProblem,
      handle: async (act, { loaded, body }) => {
        await closeProblem(act, loaded, body);
        audit(act, 'care-plan.problemClosed', loaded.patientId, { problemId: loaded.id, outcome: body.outcome });
        return readCarePlan(act, loaded.encounterId);
      },
    }),
  ];
}

function audit(act: Act, action: string, patientId: string, detail: unknown): void {
  act.audits.push({ action, resourceType: action.split('.')[0] ?? action, patientId, detail });
}
