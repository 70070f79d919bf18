import { contract } from '../../../api/client';
import { isScale, scaleFields, type ScaleName, SCALES } from '../../../domain/clinical/scales';
import { type Form } from '../../../domain/tasks/form';
import { type FormView, formView } from '../../forms/formView';
import { typedFromPost, valuesFromTyped } from '../../forms/typed';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Encounter = Reply<typeof contract.listPatientEncounters>['items'][number];

const formFor = (scale: ScaleName): Form => ({ version: 1, fields: scaleFields(scale).map(({ section: _section, ...field }) => field) });

/** Assessments by published scales and the care plan of a stay, on its page of the record. */
export const nursingPages = [
  post('/patients/:patientId/assessments', recordAssessment),
  post('/patients/:patientId/care-plan', addProblem),
  post('/patients/:patientId/care-plan/:problemId/entries', addEntry),
  post('/patients/:patientId/care-plan/:problemId/closure', closeProblem),
];

/** The latest assessment of each scale, the older ones, the open forms, and the plan. */
export async function nursingOf(visit: Visit, stay: Encounter): Promise<object> {
  const params = { encounterId: stay.id };
  const [assessments, plan] = await Promise.all([visit.api.call(contract.listAssessments, { params }), visit.api.call(contract.readCarePlan, { params })]);
  const zone = visit.deps.config.timeZone;
  const scales = (Object.keys(SCALES) as ScaleName[]).map((scale): { scale: string; title: string; about: string; source: string; form: FormView; latest: object | null } => ({
    scale, title: SCALES[scale].title, about: SCALES[scale].about, source: SCALES[scale].source, form: prefixed(formView(formFor(scale), {}, null, [], zone), scale),
    latest: assessments.items.find((one) => one.scale === scale) ?? null,
  }));
  return { scales, assessments: assessments.items, problems: plan.problems };
}

/** Three forms on one page: each field has an ID of its own. */
function prefixed(form: FormView, scale: string): FormView {
  return { ...form, fields: form.fields.map((field) => ({ ...field, id: `${scale}-${field.id}`, ...('options' in field ? { options: field.options.map((option) => ({ ...option, id: `${scale}-${option.id}` })) } : {}) })) as FormView['fields'] };
}

const back = (visit: Visit): string => `/patients/${visit.param('patientId')}/nursing`;
const field = (visit: Visit, name: string): string => (visit.posted.get(name) ?? '').trim();

async function recordAssessment(visit: Visit): Promise<void> {
  const scale = field(visit, '_scale');
  if (!isScale(scale)) return visit.redirect(back(visit));
  const form = formFor(scale);
  const answers = valuesFromTyped(form, typedFromPost(form, visit.posted), visit.deps.config.timeZone);
  await visit.api.call(contract.recordAssessment, { params: { encounterId: field(visit, '_encounter') }, body: { scale, answers } });
  visit.redirect(back(visit), 'assessment-saved');
}

async function addProblem(visit: Visit): Promise<void> {
  const goalOn = field(visit, 'goalOn');
  const intervention = field(visit, 'intervention');
  await visit.api.call(contract.addCarePlanProblem, {
    params: { encounterId: field(visit, '_encounter') }, body: { problem: field(visit, 'problem'), goal: field(visit, 'goal'), ...(goalOn ? { goalOn } : {}), ...(intervention ? { intervention } : {}) },
  });
  visit.redirect(back(visit), 'care-plan-saved');
}

async function addEntry(visit: Visit): Promise<void> {
  await visit.api.call(contract.addCarePlanEntry, {
    params: { encounterId: field(visit, '_encounter'), problemId: visit.param('problemId') }, body: { kind: field(visit, 'kind') === 'evaluation' ? 'evaluation' : 'intervention', text: field(visit, 'text') },
  });
  visit.redirect(back(visit), 'care-plan-saved');
}

async function closeProblem(visit: Visit): Promise<void> {
  await visit.api.call(contract.closeCarePlanProblem, {
    params: { encounterId: field(visit, '_encounter'), problemId: visit.param('problemId') },
    body: { version: Number(field(visit, 'version')), outcome: field(visit, 'outcome') === 'achieved' ? 'achieved' : 'not-achieved', evaluation: field(visit, 'evaluation') },
  });
  visit.redirect(back(visit), 'care-plan-saved');
}
