import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { ListAddress } from '../../http/listQuery';
import { type Me, type Reply, type Visit } from '../../http/visit';
import { urgencyOf } from '../../render/time';
import { viewBar } from '../views/views';
import { chips, emptyWords, FILTERS, MORE, moreSelects, selects, type Counts, type InboxAddress } from './inboxFilters';

export type Task = Reply<typeof contract.listTasks>['items'][number];

/** The task inbox: first my next task, then everything my roles could work. */
export const inboxPages = [get('/tasks', showInbox)];

async function showInbox(visit: Visit): Promise<void> {
  const address: InboxAddress = new ListAddress('/tasks', FILTERS, visit.query);
  const query = { ...address.filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50, count: 'true' } as Parameters<typeof list>[1];
  const [page, counts, next, views, teams] = await Promise.all([list(visit, query), visit.api.call(contract.countTasks, {}), nextTask(visit), viewBar(visit, 'tasks', address), visit.api.call(contract.listTeams, {})]);
  const now = visit.now.toISOString();
  visit.render('tasks/inbox', {
    next: next && { ...next, urgency: urgencyOf(next.dueAt, now), mine: next.holder?.id === visit.person.id },
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '', clear: address.value('q') ? address.with({ q: null }) : null },
    chips: chips(address, counts, teams.items.some(({ mine }) => mine)),
    selects: selects(address, counts, visit.person),
    more: moreSelects(address, teams.items),
    moreSet: MORE.filter((name) => address.value(name) !== null).length,
    list: listView(page, address, visit.person, counts),
    views,
    bulk: visit.part ? null : await takers(visit, page.items, teams.items),
  }, { parts: { inbox: 'tasks/part' } });
}

function list(visit: Visit, query: NonNullable<Parameters<Visit['api']['call']>[1]['query']>): Promise<Reply<typeof contract.listTasks>> {
  return visit.api.call(contract.listTasks, { query: query as { limit?: number } });
}

/** What I hold comes first, whatever is due first in it; else the most urgent task nobody holds. */
async function nextTask(visit: Visit): Promise<Task | null> {
  const [mine, free] = await Promise.all([
    visit.api.call(contract.listTasks, { query: { scope: 'mine', limit: 5 } }),
    visit.api.call(contract.listTasks, { query: { scope: 'role', holder: 'none', limit: 1 } }),
  ]);
  return mine.items.find(({ paused }) => paused === null) ?? free.items[0] ?? null;
}

/** Who could take tasks of this page in bulk: supervisors give them to anybody who works one of its kinds, and to teams. */
async function takers(visit: Visit, tasks: readonly Task[], teams: readonly { id: string; name: string }[]): Promise<object> {
  if (!visit.has('charge-nurse', 'billing-supervisor', 'manager', 'administrator')) return { people: [], teams: [] };
  const oneOfEach = [...new Map(tasks.map((task) => [task.role, task.id])).values()].slice(0, 4);
  const found = await Promise.all(oneOfEach.map((taskId) => visit.api.call(contract.listColleagues, { params: { taskId } }).then(({ items }) => items, () => [])));
  const people = [...new Map(found.flat().map((person) => [person.id, person])).values()].sort((a, b) => a.openTasks - b.openTasks || (a.name < b.name ? -1 : 1));
  return { people, teams };
}

function listView(page: Reply<typeof contract.listTasks>, address: InboxAddress, me: Me, counts: Counts): object {
  return {
    rows: page.items.map((task) => ({ ...task, mine: task.holder?.id === me.id, free: task.holder === null || task.covering, stat: task.priority === 0, forMe: task.owner?.id === me.id })),
    total: page.total,
    nextHref: address.page(page.nextCursor),
    firstHref: address.cursor ? address.with({}) : null,
    empty: emptyWords(address, counts),
  };
}
