import { ApiProblem, contract } from '../../../api/client';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { tabsOf } from './tabs';

type Behaviour = Reply<typeof contract.readPayerConnection>['behaviour'];

const HOUR_MS = 3_600_000;

/** How each payer is reached, and how the demonstration payer behaves for it. */
export const payerPages = [
  get('/exchange/payers', showPayers),
  get('/exchange/payers/:payerId', (visit) => showPayer(visit)),
  post('/exchange/payers/:payerId', savePayer),
];

const payerOf = (visit: Visit): { payerId: string } => ({ payerId: visit.param('payerId') });

async function showPayers(visit: Visit): Promise<void> {
  const address = new ListAddress('/exchange/payers', ['q', 'adapter', 'sort'] as const, visit.query);
  const { items } = await visit.api.call(contract.listPayerConnections, { query: { ...address.filters } as object });
  visit.render('exchange/payers', {
    tabs: tabsOf(visit, 'payers'), search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    selects: [
      { name: 'adapter', label: 'Reached by', hidden: address.hidden('adapter'), options: options(address.value('adapter'), [['', 'Any way'], ['demonstration', 'Demonstration payer'], ['folder', 'Exchange folder']]) },
      { name: 'sort', label: 'Sort', hidden: address.hidden('sort'), options: options(address.value('sort'), [['', 'Name'], ['open', 'Most claims'], ['late', 'Late answers']]) },
    ],
    list: {
      rows: items, total: items.length,
      empty: address.isFiltered ? { title: 'Nothing matches', text: 'No payer fits these filters.', href: '/exchange/payers', action: 'Clear the filters' } : { title: 'No payer yet', text: 'Payers come with the data that is loaded.', href: '/exchange', action: 'Back to the files' },
    },
  });
}

/** What of the behaviour is a number: as people think of it, and how the API wants it. */
const NUMBERS = [
  { name: 'acknowledgeAfterMs', label: 'Acknowledges after (hours)', min: 0, max: 9600, unit: HOUR_MS }, { name: 'remitAfterMs', label: 'Pays after (hours)', min: 0, max: 9600, unit: HOUR_MS },
  { name: 'payTogetherMs', label: 'Pays together what falls due within (hours)', min: 0, max: 744, unit: HOUR_MS }, { name: 'copies', label: 'Sends each answer (times)', min: 1, max: 5, unit: 1 },
  { name: 'rejectPercent', label: 'Rejects (% of claims)', min: 0, max: 100, unit: 1 }, { name: 'denyPercent', label: 'Denies (% of claims)', min: 0, max: 100, unit: 1 }, { name: 'upholdPercent', label: 'Upholds (% of appeals)', min: 0, max: 100, unit: 1 },
] as const;
const SWITCHES = [['isDown', 'Down: answers nothing until it is up again'], ['payTwice', 'Pays twice: sends a second payment of its own'], ['outOfOrder', 'Out of order: the payment comes before the acknowledgement']] as const;

async function showPayer(visit: Visit, refused: { title: string; status: number } | null = null): Promise<void> {
  const connection = await visit.api.call(contract.readPayerConnection, { params: payerOf(visit) });
  const { behaviour } = connection;
  const typed = refused ? visit.posted : null;
  const choose = (name: 'adapter' | 'usage', all: readonly (readonly [string, string])[]) => options(typed?.get(name) ?? connection[name], all);
  visit.render('exchange/payer', {
    connection, refused: refused?.title ?? null, mayWrite: visit.has('administrator'),
    adapters: choose('adapter', [['demonstration', 'Demonstration payer'], ['folder', 'Exchange folder']]), usages: choose('usage', [['T', 'Test'], ['P', 'Production']]),
    numbers: NUMBERS.map(({ unit, ...field }) => ({ ...field, value: typed?.get(field.name) ?? Math.round((behaviour[field.name] / unit) * 100) / 100 })),
    switches: SWITCHES.map(([name, label]) => ({ name, label, on: typed ? typed.has(name) : behaviour[name] })), denyCodes: typed?.get('denyCodes') ?? behaviour.denyCodes.join(', '),
  }, { status: refused?.status ?? 200 });
}

async function savePayer(visit: Visit): Promise<void> {
  const { posted } = visit;
  const body = {
    version: Number(posted.get('version')), adapter: posted.get('adapter') === 'folder' ? ('folder' as const) : ('demonstration' as const), usage: posted.get('usage') === 'P' ? ('P' as const) : ('T' as const),
    behaviour: posted.has('asItsKind') ? null : behaviourOf(posted),
  };
  try {
    await visit.api.call(contract.setPayerConnection, { params: payerOf(visit), body });
    visit.redirect(`/exchange/payers/${visit.param('payerId')}`, 'payer-saved');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    const { title, errors = [] } = error.problem;
    await showPayer(visit, { title: [title, ...errors.map(({ message }) => message)].join(' '), status: error.status === 400 ? 422 : error.status });
  }
}

function behaviourOf(posted: URLSearchParams): Behaviour {
  const numbers = Object.fromEntries(NUMBERS.map(({ name, unit }) => [name, Math.round(Number(posted.get(name)) * unit)])) as Pick<Behaviour, (typeof NUMBERS)[number]['name']>;
  const switches = Object.fromEntries(SWITCHES.map(([name]) => [name, posted.has(name)])) as Pick<Behaviour, (typeof SWITCHES)[number][0]>;
  // The API says which of them it does not take.
  const denyCodes = (posted.get('denyCodes') ?? '').split(/[\s,;]+/).filter(Boolean) as Behaviour['denyCodes'];
  return { ...numbers, ...switches, denyCodes };
}
