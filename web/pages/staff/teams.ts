import { ApiProblem, contract } from '../../../api/client';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

/** Teams that tasks are given to: everybody sees them, supervisors make and change them. */
export const teamPages = [
  get('/teams', (visit) => showTeams(visit)),
  post('/teams', (visit) => save(visit, () => visit.api.call(contract.createTeam, { body: typedTeam(visit) }))),
  post('/teams/:teamId', (visit) => save(visit, () => visit.api.call(contract.changeTeam, { params: { teamId: visit.param('teamId') }, body: { ...typedTeam(visit), version: Number(visit.posted.get('version')) } }))),
  post('/teams/:teamId/dissolve', async (visit) => {
    await visit.api.call(contract.deleteTeam, { params: { teamId: visit.param('teamId') } });
    visit.redirect('/teams', 'team-dissolved');
  }),
];

const mayChange = (visit: Visit): boolean => visit.has('charge-nurse', 'billing-supervisor', 'manager', 'administrator');

async function showTeams(visit: Visit, shown: { problem?: string; status?: number } = {}): Promise<void> {
  const may = mayChange(visit);
  const [{ items }, people, wards] = await Promise.all([
    visit.api.call(contract.listTeams, {}),
    may ? visit.api.call(contract.listStaff, {}).then((staff) => staff.items) : [],
    may ? visit.api.call(contract.listWards, { query: { limit: 200 } }).then((list) => list.items) : [],
  ]);
  const choices = (wardId: string | null, memberIds: readonly string[]) => ({
    wards: wards.map(({ id, name }) => ({ id, name, chosen: id === wardId })),
    people: people.map(({ id, name, roles }) => ({ id, name, roles, chosen: memberIds.includes(id) })),
  });
  visit.render('staff/teams', {
    ...shown, may,
    teams: items.map((team) => ({ ...team, ...choices(team.ward?.id ?? null, team.members.map(({ id }) => id)) })),
    fresh: choices(null, []),
  }, { status: shown.status ?? 200 });
}

function typedTeam(visit: Visit): { name: string; wardId: string | null; memberIds: string[] } {
  return { name: visit.posted.get('name')?.trim() ?? '', wardId: visit.posted.get('wardId') || null, memberIds: visit.posted.getAll('memberIds') };
}

async function save(visit: Visit, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    visit.redirect('/teams', 'team-saved');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    await showTeams(visit, { problem: error.problem.errors?.[0]?.message ?? error.problem.title, status: error.status === 400 ? 422 : error.status });
  }
}
