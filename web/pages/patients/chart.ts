import { ApiProblem, contract } from '../../../api/client';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Reply, type Visit } from '../../http/visit';
import { amendedBeside } from '../amendments/beside';
import { dischargeOf } from '../discharge/discharge';
import { authorizationsOf } from '../journeys/authorizations';
import { drugChart } from '../medicines/drugChart';
import { coverageFacts } from './coverage';
import { nursingOf } from './nursing';
import { NEWS2_AGE } from '../../../domain/clinical/news2';
import { privacyOf } from '../privacy/privacyView';
import { observationsOf } from './observations';
import { resultsOf } from './results';
import { vitalsChart } from './vitals';

export type Patient = Reply<typeof contract.readPatient>;
type Encounter = Reply<typeof contract.listPatientEncounters>['items'][number];

const SECTIONS = [['overview', 'Overview'], ['results', 'Results'], ['observations', 'Observations'], ['medicines', 'Medicines'], ['nursing', 'Nursing'], ['notes', 'Notes'], ['stays', 'Stays and coverage'], ['privacy', 'Privacy']] as const;
type Section = (typeof SECTIONS)[number][0];
const CLINICAL: readonly Section[] = ['results', 'observations', 'medicines', 'nursing', 'notes'];

/** The patient's record: who they are, and for one stay its results, observations, medicines and notes. */
export const chartPages = [
  get('/patients/:patientId', (visit) => showChart(visit, 'overview')),
  get('/patients/:patientId/:section', async (visit) => {
    const section = SECTIONS.find(([name]) => name === visit.param('section'))?.[0];
    if (!section || section === 'overview') throw new Refusal(404, 'There is no such page.');
    await showChart(visit, section);
  }),
  post('/patients/:patientId/notes', addNote),
];

/** A section of the record; after a refused form with what was said about it. */
export async function showChart(visit: Visit, section: Section, refused: { title: string; text: string; status: number } | null = null): Promise<void> {
  const patientId = visit.param('patientId');
  const [patient, stays] = await Promise.all([
    visit.api.call(contract.readPatient, { params: { patientId } }),
    visit.api.call(contract.listPatientEncounters, { params: { patientId }, query: { limit: 100 } }),
  ]);
  const stay = chooseStay(visit.query.get('stay'), patient, stays.items);
  const base = `/patients/${patientId}`;
  const suffix = stay && stay.id !== defaultStay(patient, stays.items)?.id ? `?stay=${stay.id}` : '';
  const mayReadClinical = visit.has('nurse', 'charge-nurse', 'physician', 'pharmacist', 'lab', 'radiographer', 'radiologist', 'coder', 'auditor');
  const mayReadPrivacy = !visit.has('billing', 'billing-supervisor', 'coder', 'bed-manager') || mayReadClinical;
  visit.render(`patients/${section}`, {
    amended: mayReadClinical && patient.amendmentCount > 0 ? await amendedBeside(visit, patientId, section) : [],
    patient, stay, refused, section, suffix,
    tabs: SECTIONS.filter(([name]) => (mayReadClinical || !CLINICAL.includes(name)) && (mayReadPrivacy || name !== 'privacy')).map(([name, label]) => ({ label, href: `${name === 'overview' ? base : `${base}/${name}`}${suffix}`, current: name === section })),
    stays: stays.items.filter(({ id }) => id !== stay?.id).slice(0, 30),
    mayExport: visit.has('registrar'),
    mayReport: !visit.has('patient', 'service'),
    mayWrite: visit.has('nurse', 'charge-nurse', 'physician') && stay?.status === 'in-progress',
    mayAdmit: visit.has('registrar', 'charge-nurse', 'manager', 'administrator') && patient.encounterId === null && patient.deceasedAt === null,
    ...(await sectionData(visit, section, stay, patient, mayReadClinical, stays.items)),
  }, { status: refused?.status ?? 200, parts: { medicines: 'patients/medicines-part', discharge: 'discharge/part' } });
}

function defaultStay(patient: Patient, stays: readonly Encounter[]): Encounter | null {
  return stays.find(({ id }) => id === patient.encounterId) ?? stays.find(({ hasJourney }) => hasJourney) ?? stays.find((one) => one.class === 'IMP') ?? stays[0] ?? null;
}

function chooseStay(asked: string | null, patient: Patient, stays: readonly Encounter[]): Encounter | null {
  return stays.find(({ id }) => id === asked) ?? defaultStay(patient, stays);
}

async function sectionData(visit: Visit, section: Section, stay: Encounter | null, patient: Patient, clinical: boolean, all: readonly Encounter[]): Promise<object> {
  const params = { encounterId: stay?.id ?? '' };
  const { api } = visit;
  switch (section) {
    case 'overview': {
      const [tasks, detail, conditions, vitals, reports, discharge] = await Promise.all([
        visit.has('auditor') ? { items: [] } : api.call(contract.listTasks, { query: { scope: 'all', patientId: patient.id, limit: 20 } }),
        stay ? api.call(contract.readEncounter, { params }) : null,
        stay && clinical ? api.call(contract.listConditions, { params, query: { limit: 50 } }) : { items: [] },
        stay && clinical ? api.call(contract.listObservations, { params, query: { category: 'vital-signs', limit: 100 } }) : { items: [] },
        stay && clinical ? api.call(contract.listReports, { params, query: { limit: 5 } }) : { items: [] },
        stay?.hasJourney && stay.status === 'in-progress' ? dischargeOf(visit, stay.id) : null,
      ]);
      return { tasks: tasks.items, detail, conditions: conditions.items, vitals: vitalsChart(vitals.items, 1, patient.ageYears >= NEWS2_AGE), reports: reports.items, clinical, discharge };
    }
    case 'results': return { ...(stay ? resultsOf((await api.call(contract.listReports, { params, query: { limit: 50 } })).items) : { reports: [] }), mayOrderTests: stay?.status === 'in-progress' && visit.has('physician'), mayReview: visit.has('physician') && stay?.hasJourney === true, mayChange: { laboratory: visit.has('lab') && stay?.hasJourney === true, imaging: visit.has('radiologist') && stay?.hasJourney === true } };
    case 'observations': return stay ? observationsOf(visit, stay, patient.ageYears) : { vitals: null };
    case 'medicines': {
      const [medicines, doses] = stay ? await Promise.all([api.call(contract.listMedicines, { params, query: { limit: 200 } }), api.call(contract.listDoses, { params, query: { limit: 200 } })]) : [{ items: [] }, { items: [] }];
      const isOn = stay?.status === 'in-progress';
      return { ...drugChart(medicines.items, doses.items, visit.now), mayPrescribe: isOn && visit.has('physician'), mayGive: isOn && visit.has('nurse', 'charge-nurse', 'physician') };
    }
    case 'nursing': return stay ? nursingOf(visit, stay) : {};
    case 'notes': {
      const notes = stay ? (await api.call(contract.listNotes, { params, query: { limit: 100 } })).items : [];
      return { notes, summarySigned: notes.some(({ kind }) => kind === 'discharge-summary') };
    }
    case 'privacy': return privacyOf(visit, patient.id, stay);
    case 'stays': return { allStays: all, ...(await coverageFacts(visit, patient.id)), authorized: stay?.hasJourney ? await authorizationsOf(visit, stay.id) : null };
  }
}

async function addNote(visit: Visit): Promise<void> {
  const text = visit.posted.get('text') ?? '';
  const amends = visit.posted.get('amends');
  const back = `/patients/${visit.param('patientId')}/notes`;
  try {
    await visit.api.call(contract.addNote, { params: { encounterId: visit.posted.get('encounterId') ?? '' }, body: { text, ...(amends ? { amends } : {}) } });
    visit.redirect(back, amends ? 'note-amended' : 'note-added');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    await showChart(visit, 'notes', { title: text.trim() === '' ? 'Write the note first.' : error.problem.errors?.[0]?.message ?? error.problem.title, text, status: 422 });
  }
}
