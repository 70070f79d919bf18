import { doseWords } from '../../domain/orders/orderSets';
import { resultsContract } from '../contract/results';
import { type Act, selectOne } from '../http/act';
import { type Route, route } from '../http/route';
import { loadDisplays } from '../services/clinical/concepts';
import { loadOrderSets } from '../services/clinical/orders/orderSets';
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
    route(resultsContract.listOrderSets, {
      policy: 'directory.read',
      handle: async (act) => {
        const sets = await loadOrderSets(act);
        const display = await loadDisplays(act, sets.flatMap(({ items }) => items));
        return { items: sets.map((set) => ({ ...set, items: set.items.map((item) => ({ id: item.id, category: item.category, systemCode: item.systemCode, code: item.code, display: display(item.systemCode, item.code), isPreselected: item.isPreselected, priority: item.priority, dose: item.category === 'medicine' ? doseWords(item) : null, note: item.note })) })) };
      },
    }),
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
