import { contract } from '../../../api/client';
import { ListAddress } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Visit } from '../../http/visit';

const WINDOWS = [30, 90, 180, 365] as const;

/** How the money stands: ageing, rates, denials, underpayments. Every chart is a table too, and its bars carry their figures. */
export const dashboardPages = [get('/claims/figures', showFigures), get('/claims/underpayments', showUnderpayments)];

async function showFigures(visit: Visit): Promise<void> {
  const days = windowOf(visit);
  const [dashboard, performance, underpayments] = await Promise.all([
    visit.api.call(contract.readClaimsDashboard, { query: { days } }), visit.api.call(contract.readPayerPerformance, { query: { days } }), visit.api.call(contract.listUnderpayments, { query: { days, limit: 5 } }),
  ]);
  const most = (counts: readonly number[]) => Math.max(1, ...counts);
  const oldest = most(dashboard.ageing.map(({ openCents }) => openCents));
  const worst = most(performance.byReason.map(({ cents }) => cents));
  visit.render('claims/dashboard', {
    ...dashboard, days, chips: windowChips('/claims/figures', days),
    ageing: dashboard.ageing.map((row) => ({ ...row, share: share(row.openCents, oldest) })),
    clean: percent(dashboard.cleanClaims.rate), denied: percent(dashboard.denials.rate),
    byPayer: performance.byPayer.map((row) => ({ ...row, cleanRate: percent(rate(row.clean, row.sent)), denialRate: percent(rate(row.denied, row.answered)), denialShare: share(row.denied, row.answered), paidShare: Math.min(100, share(row.paidCents, row.expectedCents)), shortCents: row.paidCents - row.expectedCents })),
    byReason: performance.byReason.map((row) => ({ ...row, share: share(row.cents, worst) })),
    underpayments: { ...underpayments, more: Math.max(0, (underpayments.total ?? 0) - underpayments.items.length) },
  }, { parts: { figures: 'claims/dashboard-part' } });
}

async function showUnderpayments(visit: Visit): Promise<void> {
  const days = windowOf(visit);
  const address = new ListAddress('/claims/underpayments', ['days', 'payerId'] as const, visit.query);
  const payerId = address.value('payerId');
  const page = await visit.api.call(contract.listUnderpayments, { query: { days, limit: 50, ...(payerId ? { payerId } : {}), ...(address.cursor ? { cursor: address.cursor } : {}) } });
  visit.render('claims/underpayments', {
    ...page, days, chips: windowChips('/claims/underpayments', days),
    list: {
      rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: { title: 'No claim was underpaid', text: 'Every claim answered in this time was paid as its plan provides.', href: '/claims/underpayments?days=365', action: 'Look back a year' },
    },
  });
}

function windowOf(visit: Visit): number {
  const asked = Number(visit.query.get('days'));
  return WINDOWS.find((days) => days === asked) ?? 90;
}

function windowChips(path: string, current: number): { label: string; href: string; current: boolean }[] {
  return WINDOWS.map((days) => ({ label: days === 365 ? 'A year' : `${days} days`, href: `${path}?days=${days}`, current: days === current }));
}

const rate = (part: number, of: number): number | null => (of > 0 ? part / of : null);
const share = (part: number, of: number): number => (of > 0 ? Math.round((part / of) * 100) : 0);
const percent = (value: number | null): string => (value === null ? '—' : `${(value * 100).toFixed(1)} %`);
