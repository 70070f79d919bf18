import { randomUUID } from 'node:crypto';
import { ApiProblem, contract } from '../../../api/client';
import { NEWS2_AGE } from '../../../domain/clinical/news2';
import { ageInYears } from '../../../domain/time';
import { type FormProblem } from '../../../domain/tasks/form';
import { BEDSIDE_FORM } from '../../../domain/tasks/vitalsFields';
import { formView } from '../../forms/formView';
import { type Typed, typedFromPost, valuesFromTyped } from '../../forms/typed';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { previewScore } from './score';

/** Observations at the bedside, for any patient in the house, and the round of the ward. */
export const observationPages = [
  get('/observations', showRound),
  get('/patients/:patientId/observe', (visit) => showForm(visit)),
  post('/patients/:patientId/observe', record),
  post('/patients/:patientId/observe/score', previewScore),
];

interface Attempt {
  readonly typed: Typed;
  readonly problems: readonly FormProblem[];
  readonly refusal: string | null;
  readonly status: number;
}

async function showRound(visit: Visit): Promise<void> {
  const address = new ListAddress('/observations', ['q', 'ward', 'show'] as const, visit.query);
  const wards = (await visit.api.call(contract.listWards, { query: { limit: 200 } })).items;
  const wardId = wards.find(({ id }) => id === address.value('ward'))?.id;
  const all = (await visit.api.call(contract.listWardObservations, { query: wardId ? { wardId } : {} })).items;
  const words = (address.value('q') ?? '').toLowerCase();
  const show = address.value('show') ?? 'all';
  const found = all.filter(({ patient }) => `${patient.name} ${patient.mrn} ${patient.bed ?? ''}`.toLowerCase().includes(words));
  const items = found.filter(({ overdue, escalation }) => show === 'all' || (show === 'overdue' ? overdue : escalation !== null));
  visit.render('observations/round', {
    items: items.map((item) => ({ ...item, isScored: ageInYears(item.patient.birthDate, visit.day()) >= NEWS2_AGE })),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    selects: [{ name: 'ward', label: 'Ward', hidden: address.hidden('ward'), options: options(wardId ?? null, [['', 'My wards'], ...wards.map(({ id, name }) => [id, name] as const)]) }],
    chips: ([['all', 'All', found.length], ['overdue', 'Overdue', found.filter(({ overdue }) => overdue).length], ['deteriorating', 'Deteriorating', found.filter(({ escalation }) => escalation).length]] as const)
      .map(([name, label, count]) => ({ label, count, href: address.with({ show: name === 'all' ? null : name }), current: name === show })),
    mayRecord: visit.has('nurse', 'charge-nurse', 'physician'),
  }, { parts: { round: 'observations/list' } });
}

async function showForm(visit: Visit, attempt: Attempt | null = null): Promise<void> {
  const patient = await visit.api.call(contract.readPatient, { params: { patientId: visit.param('patientId') } });
  if (!patient.encounterId) throw new Refusal(404, 'This patient is not in the house.');
  const { values, scale } = await visit.api.call(contract.readLastObservations, { params: { encounterId: patient.encounterId } });
  const form = formView(BEDSIDE_FORM, { last: { ...values } }, attempt?.typed ?? null, attempt?.problems ?? [], visit.deps.config.timeZone);
  visit.render('observations/bedside', { patient, form, scale, once: randomUUID(), refusal: attempt?.refusal ?? null }, { status: attempt?.status ?? 200 });
}

async function record(visit: Visit): Promise<void> {
  const typed = typedFromPost(BEDSIDE_FORM, visit.posted);
  const values = valuesFromTyped(BEDSIDE_FORM, typed, visit.deps.config.timeZone);
  const patientId = visit.param('patientId');
  try {
    const { encounterId } = await visit.api.call(contract.readPatient, { params: { patientId } });
    if (!encounterId) throw new Refusal(404, 'This patient is not in the house.');
    // The same form sent twice is one set of observations; corrected after a refusal it is a new request.
    const idempotencyKey = `web-observe-${encounterId}-${visit.posted.get('_once') ?? randomUUID()}`;
    const { risk } = await visit.api.call(contract.recordObservations, { params: { encounterId }, body: { values }, idempotencyKey });
    visit.redirect(`/patients/${patientId}/observations`, risk === 'low' || risk === null ? 'observations-saved' : risk === 'high' ? 'observations-emergency' : 'observations-urgent');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    const { title, detail, errors } = error.problem;
    await showForm(visit, { typed, problems: errors ?? [], refusal: errors?.length ? null : [title, detail].filter(Boolean).join(' '), status: error.status === 400 ? 422 : error.status });
  }
}
