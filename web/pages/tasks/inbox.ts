import { contract } from '../../../api/client';
import { isTaskType, taskType } from '../../../domain/tasks/types';
import { get } from '../../http/page';
import { type ChipView, ListAddress, options } from '../../http/listQuery';
import { type Me, type Reply, type Visit } from '../../http/visit';
import { urgencyOf } from '../../render/time';
import { viewBar } from '../views/views';

export type Task = Reply<typeof contract.listTasks>['items'][number];
type Counts = Reply<typeof contract.countTasks>;

const FILTERS = ['scope', 'holder', 'overdue', 'type', 'wardId', 'stage', 'role', 'patientId', 'q', 'sort'] as const;
const SORTS = [['', 'Due first'], ['priority', 'Priority'], ['newest', 'Newest']] as const;

/** The task inbox: first my next task, then everything my roles could work. */
export const inboxPages = [get('/tasks', showInbox)];

async function showInbox(visit: Visit): Promise<void> {
  const address = new ListAddress('/tasks', FILTERS, visit.query);
  const query = { ...address.filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50, count: 'true' } as Parameters<typeof list>[1];
  const [page, counts, next, views] = await Promise.all([list(visit, query), visit.api.call(contract.countTasks, {}), nextTask(visit), viewBar(visit, 'tasks', address)]);
  const now = visit.now.toISOString();
  visit.render('tasks/inbox', {
    next: next && { ...next, urgency: urgencyOf(next.dueAt, now), mine: next.holder?.id === visit.person.id },
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '', clear: address.value('q') ? address.with({ q: null }) : null },
    chips: chips(address, counts),
    selects: selects(address, counts, visit.person),
    list: listView(page, address, visit.person, counts),
    views,
  }, { parts: { inbox: 'tasks/part' } });
}

function list(visit: Visit, query: NonNullable<Parameters<Visit['api']['call']>[1]['query']>): Promise<Reply<typeof contract.listTasks>> {
  return visit.api.call(contract.listTasks, { query: query as { limit?: number } });
}

/** What I hold comes first, whatever is due first in it; else the most urgent task nobody holds. */
async function nextTask(visit: Visit): Promise<Task | null> {
  const [mine, free] = await Promise.all([
    visit.api.call(contract.listTasks, { query: { scope: 'mine', limit: 1 } }),
    visit.api.call(contract.listTasks, { query: { scope: 'role', holder: 'none', limit: 1 } }),
  ]);
  return mine.items[0] ?? free.items[0] ?? null;
}

function chips(address: ListAddress<(typeof FILTERS)[number]>, counts: Counts): ChipView[] {
  const scope = address.value('scope') ?? 'role';
  const holder = address.value('holder');
  const overdue = address.value('overdue');
  return [
    { label: 'My roles', href: address.with({ scope: null, holder: null, overdue: null }), current: scope === 'role' && !holder && !overdue, count: counts.role },
    { label: 'Mine', href: address.with({ scope: 'mine', holder: null, overdue: null }), current: scope === 'mine', count: counts.mine },
    { label: 'Nobody’s', href: address.with({ scope: null, holder: 'none', overdue: null }), current: scope === 'role' && holder === 'none', count: counts.unclaimed },
    { label: 'Overdue', href: address.with({ scope: null, holder: null, overdue: 'true' }), current: scope === 'role' && overdue === 'true', count: counts.overdue, tone: counts.overdue > 0 ? 'red' : null },
    { label: 'Whole hospital', href: address.with({ scope: 'all', holder: null, overdue: null }), current: scope === 'all' },
  ];
}

function selects(address: ListAddress<(typeof FILTERS)[number]>, counts: Counts, me: Me): object[] {
  const type = address.value('type');
  const types: [string, string][] = counts.byType.map(({ type: name, title, count }) => [name, `${title} (${count})`]);
  if (type && !counts.byType.some((one) => one.type === type)) types.push([type, taskTitle(type)]);
  return [
    { name: 'type', label: 'Kind', options: options(type, [['', 'Every kind'], ...types]) },
    ...(me.wards.length > 1 ? [{ name: 'wardId', label: 'Ward', options: options(address.value('wardId'), [['', 'All my wards'], ...me.wards.map(({ id, name }) => [id, name] as const)]) }] : []),
    { name: 'sort', label: 'Sort', options: options(address.value('sort'), SORTS) },
  ].map((select) => ({ ...select, hidden: address.hidden(select.name as (typeof FILTERS)[number]) }));
}

const taskTitle = (type: string): string => (isTaskType(type) ? taskType(type).title : type);

function listView(page: Reply<typeof contract.listTasks>, address: ListAddress<(typeof FILTERS)[number]>, me: Me, counts: Counts): object {
  return {
    rows: page.items.map((task) => ({ ...task, mine: task.holder?.id === me.id, free: task.holder === null, stat: task.priority === 0 })),
    total: page.total,
    nextHref: address.page(page.nextCursor),
    firstHref: address.cursor ? address.with({}) : null,
    empty: emptyWords(address, counts),
  };
}

function emptyWords(address: ListAddress<(typeof FILTERS)[number]>, counts: Counts): { title: string; text: string; href: string | null; action: string | null } {
  if (address.value('q')) return { title: 'Nothing matches', text: 'Search by patient name (three letters or more), MRN or bed.', href: address.with({ q: null }), action: 'Show all' };
  if (address.value('scope') === 'mine') return { title: 'You hold no task', text: counts.unclaimed > 0 ? 'Take one that nobody holds.' : 'Nothing waits for your roles just now.', href: counts.unclaimed > 0 ? address.with({ scope: null, holder: 'none' }) : null, action: 'Show what nobody holds' };
  if (address.isFiltered) return { title: 'Nothing here', text: 'No open task fits these filters.', href: '/tasks', action: 'Clear the filters' };
  return { title: 'All done', text: 'New tasks appear here by themselves.', href: null, action: null };
}
