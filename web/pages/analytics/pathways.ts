import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { sendCsv } from '../../http/sendCsv';
import { type Visit } from '../../http/visit';
import { lineChart } from './charts';
import { addressOf, asked, frameOf } from './frame';

const FILTERS = ['from', 'to', 'wardId', 'payerId', 'diagnosis'] as const;

/** The ways journeys took, and whether they went as declared. */
export const pathwayPages = [get('/analytics/variants', showVariants), get('/analytics/variants.csv', sendVariants), get('/analytics/conformance', showConformance), get('/analytics/conformance.csv', sendConformance)];

async function showVariants(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics/variants');
  const [frame, variants] = await Promise.all([frameOf(visit, address, ['wardId', 'payerId', 'diagnosis'], 'The role is left aside here: the way of a journey is the work of many roles.'), visit.api.call(contract.listVariants, { query: asked(address, ...FILTERS) })]);
  const most = variants.items[0]?.n ?? 0;
  visit.render('analytics/variants', { frame, ...variants, rows: variants.items.map((one, index) => ({ ...one, rank: index + 1, percent: percent(one.share), bar: most > 0 ? Math.round((one.n / most) * 1000) / 10 : 0 })), rest: variants.variants - variants.items.length, isEmpty: variants.total === 0 }, { parts: { analytics: 'analytics/variants-part' } });
}

async function sendVariants(visit: Visit): Promise<void> {
  const { items } = await visit.api.call(contract.listVariants, { query: { ...asked(addressOf(visit, '/analytics/variants'), ...FILTERS), limit: 100 } });
  sendCsv(visit, 'careway-variants', ['Way', 'Journeys', 'Share', 'Median ms', '9 of 10 ms', '19 of 20 ms'], items.map(({ path, n, share, p50, p90, p95 }) => [path.map(({ label }) => label).join(' > '), n, share, p50, p90, p95]));
}

async function showConformance(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics/conformance');
  const [frame, told] = await Promise.all([frameOf(visit, address, ['wardId', 'payerId', 'diagnosis', 'role'], 'The role narrows deviations to its own steps. Fitness and journeys are the work of many roles and stay whole.'), visit.api.call(contract.readConformance, { query: asked(address, ...FILTERS, 'role') })]);
  const most = told.deviations[0]?.n ?? 0;
  visit.render('analytics/conformance', {
    frame, ...told, overall: told.fitness === null ? '—' : percent(told.fitness), conformingShare: told.journeys === 0 ? '—' : percent(told.conforming / told.journeys),
    chart: lineChart('Fitness of the journeys that ended, by week', told.weeks.map(({ week }) => week), [{ name: 'fitness', values: told.weeks.map(({ fitness }) => fitness * 100) }], (value) => `${Math.round(value * 10) / 10} %`),
    weekRows: told.weeks.map((week) => ({ ...week, percent: percent(week.fitness) })),
    deviationRows: told.deviations.map((one) => ({ ...one, bar: most > 0 ? Math.round((one.n / most) * 1000) / 10 : 0 })),
    leastRows: told.least.map((one) => ({ ...one, percent: percent(one.fitness) })), isEmpty: told.journeys === 0,
  }, { parts: { analytics: 'analytics/conformance-part' } });
}

async function sendConformance(visit: Visit): Promise<void> {
  const { deviations } = await visit.api.call(contract.readConformance, { query: asked(addressOf(visit, '/analytics/conformance'), ...FILTERS, 'role') });
  sendCsv(visit, 'careway-deviations', ['Kind', 'Stage or step', 'Times'], deviations.map(({ kindLabel, label, n }) => [kindLabel, label, n]));
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
