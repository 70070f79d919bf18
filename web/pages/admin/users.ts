import { ApiProblem, contract } from '../../../api/client';
import { isRole, ROLE_LABELS, ROLES } from '../../../domain/roles';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

const GRANTABLE = ROLES.filter((role) => role !== 'service');
type Grantable = (typeof GRANTABLE)[number] & Exclude<(typeof ROLES)[number], 'service'>;

/** Who may sign in, as what, and on which wards. */
export const userPages = [
  get('/admin/users', showUsers),
  get('/admin/users/new', (visit) => showNew(visit)),
  post('/admin/users', createUser),
  get('/admin/users/:userId', (visit) => showUser(visit)),
  post('/admin/users/:userId/access', (visit) => change(visit, 'user-changed', () => visit.api.call(contract.changeUserAccess, { params: userOf(visit), body: { version: versionOf(visit), roles: rolesOf(visit), wardIds: visit.posted.getAll('wardIds') } }))),
  post('/admin/users/:userId/disable', (visit) => change(visit, 'user-disabled', () => visit.api.call(contract.disableUser, { params: userOf(visit), body: { version: versionOf(visit), reason: visit.posted.get('reason')?.trim() ?? '' } }))),
  post('/admin/users/:userId/enable', (visit) => change(visit, 'user-enabled', () => visit.api.call(contract.enableUser, { params: userOf(visit), body: { version: versionOf(visit) } }))),
  post('/admin/users/:userId/sessions/end', (visit) => change(visit, 'sessions-ended', () => visit.api.call(contract.endUserSessions, { params: userOf(visit) }))),
  post('/admin/users/:userId/second-factor/reset', (visit) => change(visit, 'second-factor-reset', () => visit.api.call(contract.resetSecondFactor, { params: userOf(visit), body: {} }))),
  post('/admin/users/:userId/password', async (visit) => {
    const { oneTimePassword } = await visit.api.call(contract.resetPassword, { params: userOf(visit) });
    await showUser(visit, { oneTimePassword });
  }),
];

const userOf = (visit: Visit): { userId: string } => ({ userId: visit.param('userId') });
const versionOf = (visit: Visit): number => Number(visit.posted.get('version'));
const rolesOf = (visit: Visit): Grantable[] => visit.posted.getAll('roles').filter((role): role is Grantable => isRole(role) && role !== 'service');

async function showUsers(visit: Visit): Promise<void> {
  const address = new ListAddress('/admin/users', ['q', 'role', 'disabled'] as const, visit.query);
  const page = await visit.api.call(contract.listUsers, { query: { ...address.filters, count: 'true', limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  visit.render('admin/users', {
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' }, mayWrite: visit.has('administrator'),
    selects: [
      { name: 'role', label: 'Role', hidden: address.hidden('role'), options: options(address.value('role'), [['', 'Any'], ...GRANTABLE.map((role) => [role, ROLE_LABELS[role]] as const)]) },
      { name: 'disabled', label: 'State', hidden: address.hidden('disabled'), options: options(address.value('disabled'), [['', 'All'], ['false', 'Active'], ['true', 'Disabled']]) },
    ],
    list: { rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null, empty: { title: 'Nobody', text: 'No user fits these filters.', href: '/admin/users', action: 'Clear the filters' } },
  });
}

async function showUser(visit: Visit, shown: { oneTimePassword?: string; problem?: string; status?: number } = {}): Promise<void> {
  const [user, wards] = await Promise.all([visit.api.call(contract.readUser, { params: userOf(visit) }), visit.api.call(contract.listWards, { query: { limit: 200 } })]);
  visit.render('admin/user', {
    user, ...shown, isSelf: user.id === visit.person.id, mayWrite: visit.has('administrator'),
    roleBoxes: GRANTABLE.map((role) => ({ value: role, label: ROLE_LABELS[role], chosen: user.roles.includes(role) })),
    wardBoxes: wards.items.map(({ id, name }) => ({ value: id, label: name, chosen: user.wards.some((ward) => ward.id === id) })),
  }, { status: shown.status ?? 200 });
}

async function showNew(visit: Visit, shown: { problem?: string; errors?: Readonly<Record<string, string>>; status?: number } = {}): Promise<void> {
  const wards = await visit.api.call(contract.listWards, { query: { limit: 200 } });
  const { posted } = visit;
  visit.render('admin/new-user', {
    ...shown, typed: Object.fromEntries(posted),
    roleBoxes: GRANTABLE.filter((role) => role !== 'patient').map((role) => ({ value: role, label: ROLE_LABELS[role], chosen: posted.getAll('roles').includes(role) })),
    wardBoxes: wards.items.map(({ id, name }) => ({ value: id, label: name, chosen: posted.getAll('wardIds').includes(id) })),
  }, { status: shown.status ?? 200 });
}

async function createUser(visit: Visit): Promise<void> {
  const text = (name: string): string | null => visit.posted.get(name)?.trim() || null;
  try {
    const { user, oneTimePassword } = await visit.api.call(contract.createUser, { body: { username: text('username'), name: text('name'), email: text('email'), phone: text('phone'), roles: rolesOf(visit), wardIds: visit.posted.getAll('wardIds') } });
    visit.render('admin/created', { user, oneTimePassword });
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    await showNew(visit, { problem: error.problem.title, errors: Object.fromEntries((error.problem.errors ?? []).map(({ field, message }) => [field, message])), status: error.status === 400 ? 422 : error.status });
  }
}

/** Do it and come back; a refusal is said on the user's page. */
async function change(visit: Visit, flash: 'user-changed' | 'user-disabled' | 'user-enabled' | 'sessions-ended' | 'second-factor-reset', perform: () => Promise<unknown>): Promise<void> {
  try {
    await perform();
    visit.redirect(`/admin/users/${visit.param('userId')}`, flash);
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    await showUser(visit, { problem: [error.problem.title, ...(error.problem.errors ?? []).map(({ message }) => message)].join(' '), status: error.status });
  }
}
