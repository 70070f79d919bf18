import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

const SYSTEMS = [['ICD10CM', 'ICD-10-CM'], ['SNOMED', 'SNOMED CT']] as const;
const SOURCES = [['other', 'Other'], ['emd', 'Emergency department'], ['outp', 'Outpatient department'], ['gp', 'General practitioner'], ['hosp-trans', 'Another hospital']] as const;

/** Admitting a patient: the stay and its journey begin. */
export const admissionPages = [
  get('/patients/:patientId/admission', (visit) => showForm(visit)),
  post('/patients/:patientId/admission', admit),
];

async function showForm(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const patientId = visit.param('patientId');
  const [patient, coverages, sets] = await Promise.all([
    visit.api.call(contract.readPatient, { params: { patientId } }),
    visit.api.call(contract.listCoverages, { params: { patientId }, query: { limit: 50 } }),
    visit.api.call(contract.listOrderSets, { query: {} }),
  ]);
  const typed = Object.fromEntries(visit.posted);
  const active = coverages.items.filter(({ activeToday }) => activeToday);
  visit.render('patients/admission', {
    ...refusal, patient, typed, errors: refusal?.errors ?? {},
    systems: options(typed['systemCode'] ?? 'ICD10CM', SYSTEMS),
    sources: options(typed['admitSource'] ?? 'other', SOURCES),
    coverages: options(typed['coverageId'] ?? active[0]?.id ?? 'self', [...active.map(({ id, payer, plan }) => [id, `${payer.name}, ${plan.name}`] as const), ['self', 'The patient pays']]),
    orderSets: options(typed['orderSet'] ?? '', [['', 'The physician chooses'], ...sets.items.map(({ code, label }) => [code, label] as const)]),
  }, { status: refusal?.status ?? 200 });
}

async function admit(visit: Visit): Promise<void> {
  const patientId = visit.param('patientId');
  const text = (name: string): string => visit.posted.get(name)?.trim() ?? '';
  const coverage = text('coverageId');
  const orderSet = text('orderSet');
  const hours = text('plannedHours');
  try {
    const { journeyId } = await visit.api.call(contract.admitPatient, {
      body: {
        patientId, reason: { systemCode: text('systemCode') as 'ICD10CM', code: text('code').toUpperCase() }, admitSource: text('admitSource') as 'other',
        coverageId: coverage === 'self' ? null : coverage, ...(orderSet ? { orderSet } : {}), ...(hours ? { plannedHours: Number(hours) } : {}),
      },
      idempotencyKey: `web-admit-${patientId}-${text('_once')}`,
    });
    visit.redirect(`/journeys/${journeyId}`, 'patient-admitted');
  } catch (error) {
    await showForm(visit, refusalOf(error, (field) => field.split('.').pop() ?? field));
  }
}
