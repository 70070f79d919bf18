import { contract } from '../../../api/client';
import { get } from '../../http/page';

/** How the money stands: ageing, rates, denials. Every chart is a table too. */
export const dashboardPages = [
  get('/claims/figures', async (visit) => {
    const dashboard = await visit.api.call(contract.readClaimsDashboard, { query: {} });
    const most = (counts: readonly number[]) => Math.max(1, ...counts);
    const oldest = most(dashboard.ageing.map(({ openCents }) => openCents));
    visit.render('claims/dashboard', {
      ...dashboard,
      ageing: dashboard.ageing.map((row) => ({ ...row, share: Math.round((row.openCents / oldest) * 100) })),
      clean: percent(dashboard.cleanClaims.rate), denied: percent(dashboard.denials.rate),
      denialsByPayer: dashboard.denialsByPayer.map((row) => ({ ...row, rate: percent(row.answered > 0 ? row.denied / row.answered : null), share: row.answered > 0 ? Math.round((row.denied / row.answered) * 100) : 0 })),
    });
  }),
];

const percent = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)} %`);
