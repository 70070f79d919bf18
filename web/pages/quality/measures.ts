import { contract } from '../../../api/client';
import { ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { sendCsv } from '../../http/sendCsv';
import { type Reply, type Visit } from '../../http/visit';

type Measures = Reply<typeof contract.readIndicators>;
type Indicator = Measures['indicators'][number];

const SPANS = [['3', '3 months'], ['6', '6 months'], ['12', '12 months'], ['24', '24 months']] as const;
const HEAD = ['Measure', 'Month', 'Ward', 'Numerator', 'Denominator', 'Value', 'Unit', 'Counted', 'By', 'Source'];
const CHART = { width: 240, height: 60 };

/** Measures an accreditor asks for: by month, of the house or a ward, as chart, table and file. */
export const measurePages = [
  get('/safety/measures', showMeasures),
  get('/safety/measures.csv', async (visit) => {
    const measures = await visit.api.call(contract.readIndicators, { query: queryOf(visit) });
    sendCsv(visit, 'measures', HEAD, rowsOf(measures));
  }),
];

const queryOf = (visit: Visit): { months?: number; wardId?: string } => {
  const [months, wardId] = [visit.query.get('months'), visit.query.get('wardId')];
  return { ...(months ? { months: Number(months) } : {}), ...(wardId ? { wardId } : {}) };
};

/** Definition and figures, one line a measure and month. */
function rowsOf({ ward, indicators }: Measures): (string | number | null)[][] {
  return indicators.flatMap((one) => one.months.map(({ month, numerator, denominator, value }) => [one.label, month, ward?.name ?? 'All', numerator, denominator, value, unitOf(one), one.numerator, one.denominator, one.source]));
}

const unitOf = ({ per }: Indicator): string => (per === 100 ? '%' : 'per 1,000');

async function showMeasures(visit: Visit): Promise<void> {
  const address = new ListAddress('/safety/measures', ['months', 'wardId'] as const, visit.query);
  const [measures, wards] = await Promise.all([visit.api.call(contract.readIndicators, { query: queryOf(visit) }), visit.api.call(contract.listWards, { query: { limit: 200 } })]);
  visit.render('quality/measures', {
    csvHref: address.with({}).replace('/safety/measures', '/safety/measures.csv'), ward: measures.ward,
    selects: [
      { name: 'wardId', label: 'Ward', hidden: address.hidden('wardId'), options: options(address.value('wardId'), [['', 'All'], ...wards.items.map(({ id, name }) => [id, name] as const)]) },
      { name: 'months', label: 'Time', hidden: address.hidden('months'), options: options(address.value('months') ?? '12', SPANS) },
    ],
    measures: measures.indicators.map((one) => ({ ...one, unit: unitOf(one), bars: barsOf(one), shown: shownOf(one.whole.value), months: one.months.map((month) => ({ ...month, shown: shownOf(month.value) })), wards: one.wards.map((row) => ({ ...row, shown: shownOf(row.value) })) })),
  });
}

const shownOf = (value: number | null): string => (value === null ? '—' : value.toFixed(value >= 100 || Number.isInteger(value) ? 0 : 2));

/** One bar a month; a month without anything to measure by has none, which is not the same as zero. */
function barsOf({ months, per }: Indicator): object[] {
  const top = Math.max(per === 100 ? 100 : 1, ...months.map(({ value }) => value ?? 0));
  const step = CHART.width / months.length;
  return months.flatMap(({ month, value }, index) => {
    if (value === null) return [];
    const height = Math.max(1, Math.round((value / top) * (CHART.height - 2)));
    return [{ month, value: shownOf(value), x: Math.round(index * step + step * 0.1), y: CHART.height - 1 - height, width: Math.max(2, Math.round(step * 0.8)), height }];
  });
}
