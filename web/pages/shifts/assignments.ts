import { contract } from '../../../api/client';
import { SHIFTS } from '../../../domain/shifts/times';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

/** The charge nurse gives patients to nurses: a proposal to change. */
export const assignmentPages = [
  get('/wards/:wardId/assignments', (visit) => showAssignments(visit)),
  post('/wards/:wardId/assignments', save),
];

const whichOf = (visit: Visit): 'current' | 'next' => ((visit.posted.get('which') ?? visit.query.get('which')) === 'next' ? 'next' : 'current');

async function showAssignments(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const wardId = visit.param('wardId');
  const which = whichOf(visit);
  const shown = await visit.api.call(contract.readAssignments, { params: { wardId }, query: { which } });
  const there = shown.nurses.filter(({ isAway }) => !isAway);
  visit.render('shifts/assignments', {
    ...refusal, ...shown, which, label: SHIFTS[shown.shift].label,
    chips: [{ label: 'This shift', href: `/wards/${wardId}/assignments`, current: which === 'current' }, { label: 'Next shift', href: `/wards/${wardId}/assignments?which=next`, current: which === 'next' }],
    mayAssign: visit.has('charge-nurse', 'administrator') && there.length > 0,
    patients: shown.patients.map((one) => ({
      ...one, choices: options(visit.posted.get(`nurse.${one.encounterId}`) ?? one.nurse?.id ?? one.proposal?.id ?? '', [['', 'Nobody yet'], ...there.map(({ id, name }) => [id, name] as const)]),
    })),
  }, { status: refusal?.status ?? 200 });
}

async function save(visit: Visit): Promise<void> {
  const assignments = [...visit.posted].flatMap(([name, nurseId]) => (name.startsWith('nurse.') && nurseId ? [{ encounterId: name.slice('nurse.'.length), nurseId }] : []));
  const address = `/wards/${visit.param('wardId')}/assignments${whichOf(visit) === 'next' ? '?which=next' : ''}`;
  if (assignments.length === 0) return visit.redirect(address, 'nothing-selected');
  try {
    await visit.api.call(contract.assignPatients, { params: { wardId: visit.param('wardId') }, body: { date: visit.posted.get('date') ?? '', shift: visit.posted.get('shift') as 'day' | 'night', assignments } });
  } catch (error) {
    return showAssignments(visit, refusalOf(error));
  }
  visit.redirect(address, 'patients-assigned');
}
