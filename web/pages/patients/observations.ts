import { contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { vitalsChart } from './vitals';

type Encounter = Reply<typeof contract.listPatientEncounters>['items'][number];

/** Who decides on the SpO₂ scale does it beside the chart. */
export const oxygenTargetPages = [post('/patients/:patientId/oxygen-target', prescribe)];

/** Charts and table of a stay's vital signs, the loops of its deteriorations, and the scale it is scored by. */
export async function observationsOf(visit: Visit, stay: Encounter): Promise<object> {
  const params = { encounterId: stay.id };
  const ofTheWard = visit.has('nurse', 'charge-nurse', 'physician', 'auditor');
  const [observations, escalations, target] = await Promise.all([
    visit.api.call(contract.listObservations, { params, query: { category: 'vital-signs', limit: 200 } }),
    ofTheWard ? visit.api.call(contract.listEscalations, { params }) : { items: [] },
    ofTheWard && stay.status === 'in-progress' ? visit.api.call(contract.readOxygenTarget, { params }) : null,
  ]);
  return { vitals: vitalsChart(observations.items, target?.scale ?? 1), escalations: escalations.items, target, mayPrescribe: visit.has('physician') };
}

async function prescribe(visit: Visit): Promise<void> {
  const field = (name: string): string => visit.posted.get(name) ?? '';
  await visit.api.call(contract.prescribeOxygenTarget, {
    params: { encounterId: field('encounterId') }, body: { version: Number(field('version')), scale: field('scale') === '2' ? 2 : 1, reason: field('reason') },
  });
  visit.redirect(`/patients/${visit.param('patientId')}/observations`, 'oxygen-target-set');
}
