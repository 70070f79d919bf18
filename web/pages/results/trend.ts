import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { stayAtHand } from '../medicines/stay';
import { trendChart } from './trendChart';
import { flagOf, rangeWords } from '../patients/results';

/** All values of one test: the chart, and every value in a table beside it. */
export const trendPages = [get('/patients/:patientId/results/:code', showTrend)];

async function showTrend(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const trend = await visit.api.call(contract.readResultTrend, { params: { encounterId: stay.encounterId }, query: { code: visit.param('code'), limit: 100 } });
  if (trend.items.length === 0) throw new Refusal(404, 'This test was never reported for this patient.');
  visit.render('results/trend', {
    ...stay, back: `/patients/${stay.patient.id}/results?stay=${stay.encounterId}`, name: trend.display, unit: trend.unit, chart: trendChart(trend.display, trend.unit, trend.items),
    values: trend.items.map((item) => ({ ...item, flag: flagOf(item), range: rangeWords(item), isChanged: item.earlier.length > 0 })),
  });
}
