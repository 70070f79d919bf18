import { contract } from '../../../api/client';
import { isStuckCause, STUCK_CAUSES } from '../../../domain/claims/causes';
import { CLAIM_STATUS_LABELS } from '../../../domain/claims/status';
import { get } from '../../http/page';
import { type ChipView, ListAddress, options } from '../../http/listQuery';
import { type Reply, type Visit } from '../../http/visit';
import { urgencyOf } from '../../render/time';
import { viewBar } from '../views/views';

type ClaimPage = Reply<typeof contract.listClaims>;
type Claim = ClaimPage['items'][number];
type Causes = Reply<typeof contract.listClaimCauses>;
type Dashboard = Reply<typeof contract.readClaimsDashboard>;

const FILTERS = ['state', 'cause', 'causeKind', 'fingerprint', 'status', 'payerId', 'patientId', 'escalated', 'q', 'sort', 'by'] as const;
type Address = ListAddress<(typeof FILTERS)[number]>;
const SORTS = [['', 'Nearest deadline'], ['money', 'Most money'], ['newest', 'Newest']] as const;

/** The claims desk: what is stuck, by cause; what is mine; how the money stands. */
export const deskPages = [get('/claims', showDesk)];

async function showDesk(visit: Visit): Promise<void> {
  const address: Address = new ListAddress('/claims', FILTERS, visit.query);
  const { by: _by, state = 'stuck', ...filters } = address.filters;
  const byRoot = address.value('by') === 'root-cause';
  const query = { ...filters, state, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50, count: 'true' } as { limit: number };
  const [page, causes, dashboard, mine, views] = await Promise.all([
    visit.api.call(contract.listClaims, { query }),
    visit.api.call(contract.listClaimCauses, { query: byRoot ? { by: 'root-cause' } : {} }),
    visit.api.call(contract.readClaimsDashboard, { query: {} }),
    visit.has('auditor') ? null : visit.api.call(contract.listTasks, { query: { scope: 'mine', limit: 1, count: 'true' } }),
    viewBar(visit, 'claims', address),
  ]);
  const next = mine?.items[0] ?? null;
  const mayFix = visit.has('billing', 'billing-supervisor');
  visit.render('claims/desk', {
    next: next && { ...next, urgency: urgencyOf(next.dueAt, visit.now.toISOString()), mine: true, more: Math.max(0, (mine?.total ?? 1) - 1) },
    figures: figures(dashboard, causes),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    causes: causeView(address, causes, byRoot, mayFix),
    chips: chips(address, causes, dashboard),
    selects: selects(address),
    list: listView(page, address),
    views, mayFix,
    fixAll: mayFix && page.total !== null && page.total > 1 && state !== 'closed' && state !== 'all' ? { href: `/group-fixes/new${address.with({ by: null, sort: null, state }).replace('/claims', '')}`, count: page.total } : null,
  }, { parts: { desk: 'claims/part' } });
}

function figures(dashboard: Dashboard, causes: Causes): object[] {
  const percent = (rate: number | null) => (rate === null ? '—' : `${Math.round(rate * 100)} %`);
  return [
    { label: 'Stuck', value: causes.totalCount, glyph: 'stuck', tone: causes.totalCount > 0 ? 'red' : '', href: '/claims' },
    { label: 'Money stuck', money: causes.totalOpenCents, glyph: 'money', tone: causes.totalOpenCents > 0 ? 'red' : '', href: '/claims?sort=money' },
    { label: 'Open with payers', money: dashboard.openCents, glyph: 'clock', href: '/claims?state=open' },
    { label: 'Owed by patients', money: dashboard.patientOpenCents, glyph: 'person', href: '/accounts?owing=true' },
    { label: 'Days in receivables', value: dashboard.daysInReceivables === null ? '—' : Math.round(dashboard.daysInReceivables), glyph: 'calendar', href: '/claims/figures' },
    { label: 'Clean claims', value: percent(dashboard.cleanClaims.rate), glyph: 'done', href: '/claims/figures' },
    { label: 'Denials', value: percent(dashboard.denials.rate), glyph: 'cross', href: '/claims/figures' },
  ];
}

/** Each queue: what is wrong, what usually solves it, how many, how much, how urgent. */
function causeView(address: Address, { items }: Causes, byRoot: boolean, mayFix: boolean): object {
  const set = address.value('cause') ?? address.value('fingerprint');
  return {
    byRoot, mayFix,
    toggleHref: address.with({ by: byRoot ? null : 'root-cause', fingerprint: null, cause: null }),
    clearHref: set ? address.with({ cause: null, fingerprint: null }) : null,
    rows: items.map((item) => ({
      ...item,
      fixHref: item.cause === 'on-hold' || item.kind === 'review' ? null : `/group-fixes/new?${new URLSearchParams({ cause: item.cause, ...(item.fingerprint ? { fingerprint: item.fingerprint } : {}), ...(item.payer ? { payerId: item.payer.id } : {}) })}`,
      href: item.fingerprint ? address.with({ fingerprint: item.fingerprint, cause: item.cause, state: null, status: null }) : address.with({ cause: item.cause, fingerprint: null, state: null, status: null }),
      current: item.fingerprint ? address.value('fingerprint') === item.fingerprint : address.value('cause') === item.cause && !address.value('fingerprint'),
    })),
  };
}

function chips(address: Address, causes: Causes, dashboard: Dashboard): ChipView[] {
  const state = address.value('state') ?? 'stuck';
  const escalated = address.value('escalated') === 'true';
  const to = (value: string | null) => address.with({ state: value, status: null, escalated: null, ...(value === null ? {} : { cause: null, fingerprint: null }) });
  return [
    { label: 'Stuck', href: to(null), current: state === 'stuck' && !escalated, count: causes.totalCount, tone: causes.totalCount > 0 ? 'red' : null },
    { label: 'Open', href: to('open'), current: state === 'open', count: dashboard.openClaims },
    { label: 'Escalated', href: address.with({ escalated: escalated ? null : 'true', state: null, cause: null, fingerprint: null }), current: escalated },
    { label: 'Closed', href: to('closed'), current: state === 'closed' },
    { label: 'All', href: to('all'), current: state === 'all' },
  ];
}

function selects(address: Address): object[] {
  return [
    { name: 'status', label: 'Status', options: options(address.value('status'), [['', 'Any'], ...Object.entries(CLAIM_STATUS_LABELS)]) },
    { name: 'sort', label: 'Sort', options: options(address.value('sort'), SORTS) },
  ].map((select) => ({ ...select, hidden: address.hidden(select.name as (typeof FILTERS)[number]) }));
}

function listView(page: ClaimPage, address: Address): object {
  const cause = address.value('cause');
  return {
    rows: page.items.map(claimRow), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
    fix: cause && isStuckCause(cause) ? STUCK_CAUSES[cause] : null,
    empty: address.value('q')
      ? { title: 'Nothing matches', text: 'Search by claim number, patient name (three letters or more) or MRN.', href: address.with({ q: null }), action: 'Show all' }
      : (address.value('state') ?? 'stuck') === 'stuck' ? { title: 'No claim is stuck', text: 'When one is, it appears here with its cause, deadline and fix.', href: '/claims?state=open', action: 'Show open claims' }
        : { title: 'No claim fits', text: 'Clear the filters to see the others.', href: '/claims', action: 'Clear the filters' },
  };
}

const TONES: Readonly<Partial<Record<Claim['status'], string>>> = { paid: 'green', closed: 'green', 'partly-paid': 'amber', denied: 'red', rejected: 'red', 'scrub-failed': 'red', 'on-hold': 'amber' };

export function claimRow(claim: Claim): object {
  return { ...claim, statusWords: CLAIM_STATUS_LABELS[claim.status], tone: TONES[claim.status] ?? '' };
}
