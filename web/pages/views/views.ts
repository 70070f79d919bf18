import { contract } from '../../../api/client';
import { isRole, ROLE_LABELS } from '../../../domain/roles';
import { type ListAddress } from '../../http/listQuery';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Resource = Reply<typeof contract.listViews>['items'][number]['resource'];

const PATHS: Readonly<Record<Resource, string>> = { tasks: '/tasks', claims: '/claims', journeys: '/journeys' };

/** Saved views: a list's filters under a name, mine or shared with a role. */
export const viewPages = [
  post('/views', saveView),
  post('/views/:viewId/delete', async (visit) => {
    await visit.api.call(contract.deleteView, { params: { viewId: visit.param('viewId') } });
    visit.redirect(visit.cameFrom('/'), 'view-deleted');
  }),
];

/** What the views menu of a list shows. Words searched for are never saved: they may be a name. */
export async function viewBar<Name extends string>(visit: Visit, resource: Resource, address: ListAddress<Name>): Promise<object> {
  const [{ items }, counts] = await Promise.all([visit.api.call(contract.listViews, { query: { resource } }), resource === 'tasks' ? visit.api.call(contract.countViews, {}) : { items: [] }]);
  const countOf = new Map(counts.items.map(({ viewId, count }) => [viewId, count]));
  const filters = Object.entries(address.filters).filter(([name]) => name !== 'q') as [string, string][];
  return {
    resource,
    items: items.map((view) => ({ ...view, count: countOf.get(view.id), href: `${PATHS[resource]}?${new URLSearchParams(view.query)}`, sharedWith: view.sharedRole ? ROLE_LABELS[view.sharedRole] : null, current: sameFilters(view.query, filters) })),
    filters: filters.map(([name, value]) => ({ name: `filter.${name}`, value })),
    roles: visit.person.roles.map((role) => ({ value: role, label: ROLE_LABELS[role] })),
  };
}

function sameFilters(query: Readonly<Record<string, string>>, filters: readonly (readonly [string, string])[]): boolean {
  return Object.keys(query).length === filters.length && filters.every(([name, value]) => query[name] === value);
}

async function saveView(visit: Visit): Promise<void> {
  const { posted } = visit;
  const resource = posted.get('resource') as Resource;
  const role = posted.get('sharedRole') ?? '';
  const query = Object.fromEntries([...posted].filter(([name]) => name.startsWith('filter.')).map(([name, value]) => [name.slice('filter.'.length), value]));
  await visit.api.call(contract.createView, { body: { resource, name: posted.get('name') ?? '', query, sharedRole: isRole(role) ? role : null } });
  visit.redirect(visit.cameFrom(PATHS[resource] ?? '/'), 'view-saved');
}
