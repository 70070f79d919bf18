import { resultsContract } from '../contract/results';
import { type Act, selectOne } from '../http/act';
import { type Route, route } from '../http/route';
import { orderTests } from '../services/clinical/orders/orderTests';
import { changeReport } from '../services/clinical/results/changeReport';
import { listUnreviewedReports, reviewReport } from '../services/clinical/results/reviewReports';
import { lockEncounter } from '../services/encounters/encounterRow';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);
/** The stay of a report; null when the report is not of this stay. */
const loadReport = async (act: Act, { params }: { params: { encounterId: string; reportId: string } }) => {
  const encounter = await lockEncounter(act, params.encounterId);
  return encounter && (await selectOne(act, 'SELECT id FROM diagnostic_reports WHERE id = ? AND encounter_id = ?', [params.reportId, encounter.id])) ? encounter : null;
};

/** Laboratory orders and what becomes of their reports. */
export function resultRoutes(): Route[] {
  return [
    route(resultsContract.orderTests, { policy: 'test.order', load, handle: (act, { loaded, body }) => orderTests(act, loaded, body) }),
    route(resultsContract.listUnreviewedReports, {
      policy: 'report.review',
      handle: async (act, { query }) => {
        const page = await listUnreviewedReports(act, query);
        act.audits.push({ action: 'report.unreviewed-list', resourceType: 'diagnostic-report', detail: { ids: page.items.map(({ id }) => id) } });
        return page;
      },
    }),
    route(resultsContract.reviewReport, { policy: 'report.review', load: loadReport, handle: (act, { loaded, params, body }) => reviewReport(act, loaded, params.reportId, body.version) }),
    route(resultsContract.changeReport, { policy: 'report.change', load: loadReport, handle: (act, { loaded, params, body }) => changeReport(act, loaded, params.reportId, body) }),
  ];
}
