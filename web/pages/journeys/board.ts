import { contract } from '../../../api/client';
import { type JourneyOutcome, STAGES } from '../../../domain/journey/stages';
import { formatDollars } from '../../../domain/money';
import { get } from '../../http/page';
import { type ChipView, ListAddress, options } from '../../http/listQuery';
import { type Reply, type Visit } from '../../http/visit';
import { viewBar } from '../views/views';

type Journeys = Reply<typeof contract.listJourneys>;
export type Journey = Journeys['items'][number];
type Groups = Reply<typeof contract.countJourneys>;

const FILTERS = ['status', 'stage', 'wardId', 'payerId', 'waitingFor', 'sla', 'incidents', 'q', 'sort', 'by'] as const;
type Filter = (typeof FILTERS)[number];
type Address = ListAddress<Filter>;

const GROUPINGS = { stage: { label: 'Stage', filter: 'stage' }, ward: { label: 'Ward', filter: 'wardId' }, payer: { label: 'Payer', filter: 'payerId' }, waitingFor: { label: 'What they wait for', filter: 'waitingFor' } } as const;
type Grouping = keyof typeof GROUPINGS;

/** So many kinds of waiting fit above the first rows. */
const GROUPS_AT_HOME = 5;

const SORTS = [['', 'Longest in stage'], ['waiting-until', 'Waiting until'], ['newest', 'Newest'], ['money', 'Money at stake']] as const;

export const OUTCOME_WORDS: Readonly<Record<JourneyOutcome, string>> = {
  'claim-paid': 'Claim paid', 'claim-denied': 'Claim denied', 'claim-with-staff': 'Claim with staff', 'self-pay': 'Patient pays', cancelled: 'Cancelled',
};

/** The journey board: one row per patient, from admission to the paid claim. */
export const boardPages = [get('/journeys', showBoard)];

async function showBoard(visit: Visit): Promise<void> {
  const address: Address = new ListAddress('/journeys', FILTERS, visit.query);
  const { by: _by, ...filters } = address.filters;
  // A manager's home says at first glance who waits for what.
  const isHome = visit.has('manager') && !address.isFiltered && !address.cursor;
  const grouping = groupingOf(address.value('by')) ?? (isHome ? 'waitingFor' : null);
  // Whoever searches means one patient, also when their journey is closed.
  const query = { ...(filters.q && !filters.status ? { status: 'any' } : {}), ...filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50, count: 'true' } as { limit: number };
  const [page, stages, groups, sla, house, views] = await Promise.all([
    visit.api.call(contract.listJourneys, { query }),
    visit.api.call(contract.countJourneys, { query: { by: 'stage' } }),
    grouping ? visit.api.call(contract.countJourneys, { query: { by: grouping } }) : null,
    visit.api.call(contract.countJourneys, { query: { by: 'sla' } }),
    visit.has('manager', 'administrator', 'billing', 'billing-supervisor', 'auditor') ? visit.api.call(contract.readHouseFigures, {}) : null,
    viewBar(visit, 'journeys', address),
  ]);
  visit.render('journeys/board', {
    figures: figures(stages, sla, house, address),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: stageChips(address, stages),
    selects: selects(address),
    views,
    groups: grouping && groups ? groupView(address, grouping, groups, isHome ? GROUPS_AT_HOME : groups.groups.length) : null,
    list: {
      rows: page.items.map(rowView), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered
        ? { title: 'No journey fits', text: 'Search by patient name, MRN, encounter or claim number, or clear the filters.', href: '/journeys', action: 'Clear the filters' }
        : { title: 'No journeys yet', text: 'When a patient is admitted the journey appears here.', href: null, action: null },
    },
  }, { parts: { board: 'journeys/part' } });
}

function groupingOf(by: string | null): Grouping | null {
  return by !== null && Object.hasOwn(GROUPINGS, by) ? (by as Grouping) : null;
}

/** The figures of a manager's first glance; census and cash for who may see them. */
function figures(stages: Groups, sla: Groups, house: Reply<typeof contract.readHouseFigures> | null, address: Address): object[] {
  const total = (pick: (group: Groups['groups'][number]) => number) => stages.groups.reduce((sum, group) => sum + pick(group), 0);
  const inHouse = stages.groups.filter(({ key }) => ['admission', 'diagnostics', 'treatment', 'discharge'].includes(key ?? '')).reduce((sum, group) => sum + group.count, 0);
  const breached = sla.groups.find(({ key }) => key === 'breached')?.count ?? 0;
  const warned = sla.groups.find(({ key }) => key === 'warned')?.count ?? 0;
  const stuck = total((group) => group.incidents);
  return [
    ...(house && house.beds > 0 ? [{ label: 'Beds taken', value: `${house.occupiedBeds} of ${house.beds}`, glyph: 'bed', href: '/beds/census' }] : [{ label: 'In the house', value: inHouse, glyph: 'bed', href: address.with({ stage: null, sla: null, incidents: null }) }]),
    { label: 'Past a deadline', value: breached, glyph: 'alert', tone: breached > 0 ? 'red' : '', href: address.with({ sla: 'breached' }), ...(house ? { note: `${warned} near` } : {}) },
    ...(house ? [] : [{ label: 'Deadline near', value: warned, glyph: 'clock', tone: warned > 0 ? 'amber' : '', href: address.with({ sla: 'warned' }) }]),
    { label: 'Stuck steps', value: stuck, glyph: 'stuck', tone: stuck > 0 ? 'red' : '', href: address.with({ incidents: 'true' }) },
    { label: 'Admitted today', value: stages.admittedToday, glyph: 'arrow', href: address.with({ sort: 'newest' }) },
    house ? { label: 'Discharged today', value: house.dischargedToday, glyph: 'done', href: address.with({ stage: 'billing', status: null, sla: null, incidents: null }) } : { label: 'Closed today', value: stages.closedToday, glyph: 'done', href: address.with({ status: 'closed', stage: null, sla: null, incidents: null }) },
    ...(house ? [{ label: 'Cash today', value: house.cashTodayCents, isMoney: true, glyph: 'money', href: '/claims/figures', note: `${formatDollars(house.cashMonthCents)} this month` }] : []),
    { label: 'Money at stake', value: total((group) => group.moneyCents), isMoney: true, glyph: 'money', href: address.with({ sort: 'money' }) },
  ];
}

function stageChips(address: Address, stages: Groups): ChipView[] {
  const byKey = new Map(stages.groups.map((group) => [group.key, group]));
  const all = stages.groups.reduce((sum, group) => sum + group.count, 0);
  const current = address.value('stage');
  return [
    { label: 'All', href: address.with({ stage: null, status: null }), current: current === null && !address.value('status'), count: all },
    ...STAGES.map((stage) => ({ label: byKey.get(stage)?.label ?? stageLabel(stage), href: address.with({ stage, status: null }), current: current === stage, count: byKey.get(stage)?.count ?? 0 })),
    { label: 'Closed', href: address.with({ stage: null, status: 'closed', sla: null }), current: address.value('status') === 'closed' },
    { label: 'Cancelled', href: address.with({ stage: null, status: 'cancelled', sla: null }), current: address.value('status') === 'cancelled' },
  ];
}

const stageLabel = (stage: string): string => `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`;

function selects(address: Address): object[] {
  return [
    { name: 'by', label: 'Group', options: options(address.value('by'), [['', 'Not grouped'], ...Object.entries(GROUPINGS).map(([key, { label }]) => [key, label] as const)]) },
    { name: 'sla', label: 'Deadline', options: options(address.value('sla'), [['', 'Any'], ['warned', 'Near'], ['breached', 'Passed']]) },
    { name: 'incidents', label: 'Stuck', options: options(address.value('incidents'), [['', 'Any'], ['true', 'Stuck only']]) },
    { name: 'sort', label: 'Sort', options: options(address.value('sort'), SORTS) },
  ].map((select) => ({ ...select, hidden: address.hidden(select.name as Filter) }));
}

/** Where the groups stand, as a table whose rows filter the board. */
function groupView(address: Address, grouping: Grouping, { groups: all }: Groups, shown: number): object {
  const groups = all.slice(0, shown);
  const { label, filter } = GROUPINGS[grouping];
  const most = Math.max(1, ...groups.map(({ count }) => count));
  return {
    label, moreHref: all.length > groups.length ? address.with({ by: grouping }) : null, more: all.length - groups.length,
    rows: groups.map((group) => ({
      ...group, share: Math.round((group.count / most) * 100),
      href: group.key ? address.with({ [filter]: group.key }) : null, current: group.key !== null && address.value(filter) === group.key,
    })),
    clearHref: address.value(filter) ? address.with({ [filter]: null }) : null,
  };
}

/** A row, with where the journey stands among the seven stages. */
export function rowView(journey: Journey): object {
  const at = STAGES.indexOf(journey.stage);
  const isOpen = journey.status === 'running';
  return {
    ...journey,
    ticks: STAGES.map((_, index) => (index < at || journey.status === 'closed' ? 'done' : index > at ? '' : !isOpen ? '' : journey.openIncidents > 0 ? 'in-trouble' : 'current')),
    position: at + 1,
    outcomeWords: journey.outcome ? OUTCOME_WORDS[journey.outcome as keyof typeof OUTCOME_WORDS] ?? journey.outcome : null,
    isOpen,
  };
}
