import { contract } from '../../../api/client';
import { NEWS2_AGE } from '../../../domain/clinical/news2';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Reply, type Visit } from '../../http/visit';
import { stayAtHand, type StayAtHand } from '../medicines/stay';
import { vitalsChart } from './vitals';

type Encounter = Reply<typeof contract.listPatientEncounters>['items'][number];

/** Who decides on the SpO₂ scale does it beside the chart; what was entered in error is marked from there. */
export const observationsChartPages = [
  post('/patients/:patientId/oxygen-target', prescribe),
  get('/patients/:patientId/observations/error', (visit) => showError(visit)),
  post('/patients/:patientId/observations/error', markError),
];

/** Charts and table of a stay's vital signs, the loops of its deteriorations, and the scale it is scored by. */
export async function observationsOf(visit: Visit, stay: Encounter, ageYears: number): Promise<object> {
  const params = { encounterId: stay.id };
  const ofTheWard = visit.has('nurse', 'charge-nurse', 'physician', 'auditor');
  const [observations, escalations, target] = await Promise.all([
    visit.api.call(contract.listObservations, { params, query: { category: 'vital-signs', limit: 200 } }),
    ofTheWard ? visit.api.call(contract.listEscalations, { params }) : { items: [] },
    ofTheWard && stay.status === 'in-progress' ? visit.api.call(contract.readOxygenTarget, { params }) : null,
  ]);
  return { vitals: vitalsChart(observations.items, target?.scale ?? 1, ageYears >= NEWS2_AGE), escalations: escalations.items, target, mayPrescribe: visit.has('physician') };
}

async function prescribe(visit: Visit): Promise<void> {
  const field = (name: string): string => visit.posted.get(name) ?? '';
  await visit.api.call(contract.prescribeOxygenTarget, {
    params: { encounterId: field('encounterId') }, body: { version: Number(field('version')), scale: field('scale') === '2' ? 2 : 1, reason: field('reason') },
  });
  visit.redirect(`/patients/${visit.param('patientId')}/observations`, 'oxygen-target-set');
}

const chartOf = ({ patient, encounterId }: StayAtHand): string => `/patients/${patient.id}/observations?stay=${encounterId}`;

/** The set of one moment, each value to be ticked that is wrong. */
async function showError(visit: Visit, refusal: RefusedForm | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const { items } = await visit.api.call(contract.listObservations, { params: { encounterId: stay.encounterId }, query: { category: 'vital-signs', limit: 200 } });
  const moment = visit.posted.get('at') ?? visit.query.get('at');
  const round = vitalsChart(items)?.rounds.find((one) => one.at === moment);
  if (!round || round.standing.length === 0) throw new Refusal(404, 'There is no such set of observations, or all of it is marked already.');
  const ticked = visit.posted.getAll('observationIds');
  visit.render('patients/observation-error', {
    ...refusal, ...stay, back: chartOf(stay), at: round.at, by: round.by, typed: Object.fromEntries(visit.posted), errors: refusal?.errors ?? {},
    values: round.standing.map((value) => ({ ...value, ticked: ticked.includes(value.id) })),
  }, { status: refusal?.status ?? 200 });
}

async function markError(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  try {
    await visit.api.call(contract.withdrawObservations, { params: { encounterId: stay.encounterId }, body: { observationIds: visit.posted.getAll('observationIds'), reason: visit.posted.get('reason')?.trim() ?? '' } });
    visit.redirect(chartOf(stay), 'observations-withdrawn');
  } catch (error) {
    await showError(visit, refusalOf(error), stay);
  }
}
