import { contract } from '../../../api/client';
import { SAFETY_EVENT_STATUS_NAMES, SAFETY_EVENT_STATUSES } from '../../../domain/safety/course';
import { HARM_NAMES, HARMS } from '../../../domain/safety/harm';
import { SAFETY_EVENT_KIND_NAMES, SAFETY_EVENT_KINDS } from '../../../domain/safety/kinds';
import { ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Event = Reply<typeof contract.listSafetyEvents>['items'][number];

const TONES: Readonly<Record<Event['status'], string>> = { reported: 'amber', investigating: 'accent', acting: 'accent', closed: 'green' };
const SORTS = [['', 'Newest'], ['oldest', 'Oldest']] as const;

/** Safety events: of the house, of one's wards, or those one reported. */
export const safetyPages = [get('/safety', showEvents)];

/** An event as lists and its page show it. */
export function eventView(event: Event): Event & { tone: string; harmTone: string } {
  return { ...event, tone: TONES[event.status], harmTone: event.isSentinel ? 'red' : event.harm === 'moderate' ? 'amber' : '' };
}

async function showEvents(visit: Visit): Promise<void> {
  const address = new ListAddress('/safety', ['status', 'kind', 'harm', 'wardId', 'q', 'sort'] as const, visit.query);
  const status = address.value('status') ?? 'open';
  const seesMore = visit.has('charge-nurse', 'manager', 'administrator', 'auditor');
  const [page, wards] = await Promise.all([
    visit.api.call(contract.listSafetyEvents, { query: { ...address.filters, status: status as 'open', limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } }),
    visit.api.call(contract.listWards, { query: { limit: 200 } }),
  ]);
  const chip = (value: string, label: string) => ({ label, href: address.with({ status: value === 'open' ? null : value }), current: status === value });
  const select = (name: 'kind' | 'harm' | 'wardId' | 'sort', label: string, all: readonly (readonly [string, string])[]) => ({ name, label, hidden: address.hidden(name), options: options(address.value(name), all) });
  visit.render('safety/events', {
    title: seesMore ? 'Safety events' : 'My safety reports', maySeeMeasures: seesMore,
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip('open', 'Open'), ...SAFETY_EVENT_STATUS_NAMES.map((name) => chip(name, SAFETY_EVENT_STATUSES[name])), chip('all', 'All')],
    selects: [
      select('kind', 'Kind', [['', 'Any'], ...SAFETY_EVENT_KIND_NAMES.map((name) => [name, SAFETY_EVENT_KINDS[name].label] as const)]),
      select('harm', 'Harm', [['', 'Any'], ['serious', 'Severe or death'], ...HARM_NAMES.map((name) => [name, HARMS[name]] as const)]),
      select('wardId', 'Ward', [['', 'Any'], ...wards.items.map(({ id, name }) => [id, name] as const)]),
      select('sort', 'Sort', SORTS),
    ],
    list: {
      rows: page.items.map(eventView), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.value('q') ?? address.value('kind') ?? address.value('harm') ?? address.value('wardId')
        ? { title: 'Nothing matches', text: 'Search by number, patient name or MRN.', href: '/safety', action: 'Clear the filters' }
        : { title: 'No event here', text: 'Report what went wrong, and what nearly did: it takes a minute.', href: '/safety/new', action: 'Report an event' },
    },
  }, { parts: { safety: 'safety/part' } });
}
