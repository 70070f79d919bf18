import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { lineChart } from './charts';
import { addressOf, asked, frameOf, sendCsv } from './frame';

type Forecasts = Reply<typeof contract.readForecasts>;
type Series = Forecasts['staff'][number];
type ErrorOf = NonNullable<Series['errors']['seasonal']>;
const FILTERS = ['from', 'to', 'wardId', 'diagnosis'] as const;

/** What is to come, each forecast with the error it made; and stays against what was to be expected of them. */
export const forecastPages = [get('/analytics/forecasts', showForecasts), get('/analytics/forecasts.csv', sendForecasts)];

async function showForecasts(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics/forecasts');
  const [frame, forecasts, outcomes] = await Promise.all([
    frameOf(visit, address, ['wardId', 'diagnosis']), visit.api.call(contract.readForecasts, {}), visit.api.call(contract.readOutcomes, { query: asked(address, ...FILTERS) }),
  ]);
  const { beds, staff, cash } = forecasts;
  visit.render('analytics/forecasts', {
    frame, period: outcomes.period, heldBackWeeks: forecasts.heldBackWeeks, outcomes, all: comparisonView(outcomes.all), groups: outcomes.groups.map((one) => ({ ...one, ...comparisonView(one) })),
    beds: { ...seriesView(beds, forecasts, 'beds'), isImported: beds.source === 'imported' }, staff: staff.filter(({ ahead }) => ahead.length > 0).map((one) => seriesView(one, forecasts, 'h')), untold: staff.filter(({ ahead }) => ahead.length === 0).map(({ label }) => label).join(', '),
    cash: { ...cash, errorRows: cash.errors ? [{ label: 'Cash', model: errorView(cash.errors.cash.model), naive: errorView(cash.errors.cash.naive) }, { label: 'Denials', model: errorView(cash.errors.denials.model), naive: errorView(cash.errors.denials.naive) }] : [], bars: cashBars(cash.weeks) },
  }, { parts: { analytics: 'analytics/forecasts-part' } });
}

async function sendForecasts(visit: Visit): Promise<void> {
  const { beds, staff, cash } = await visit.api.call(contract.readForecasts, {});
  sendCsv(visit, 'careway-forecasts', ['What', 'Day', 'Value', 'Kind'], [
    ...[beds, ...staff].flatMap(({ label, past, ahead }) => [...past.map(({ day, value }) => [label, day, value, 'observed']), ...ahead.map(({ day, value }) => [label, day, value, 'forecast'])]),
    ...cash.weeks.flatMap(({ week, cents, denials }) => [['Cash, cents', week, cents, 'forecast'], ['Denials', week, denials, 'forecast']]),
  ]);
}

function seriesView(series: Series, { methods }: Forecasts, unit: string): object {
  const { past, ahead, label, errors, method } = series;
  const days = [...past, ...ahead];
  const gap = past.length;
  const last = ahead[ahead.length - 1];
  return {
    ...series, methodWords: methods[method], isTold: ahead.length > 0, unit,
    least: ahead.length === 0 ? null : Math.round(Math.min(...ahead.map(({ value }) => value)) * 10) / 10, most: ahead.length === 0 ? null : Math.round(Math.max(...ahead.map(({ value }) => value)) * 10) / 10, until: last?.day,
    errorRows: (['seasonal', 'naive'] as const).flatMap((name) => (errors[name] ? [{ label: methods[name], isUsed: name === method, ...errorView(errors[name] as ErrorOf) }] : [])),
    rows: days.map(({ day, value }, index) => ({ day, value: Math.round(value * 10) / 10, isForecast: index >= gap })),
    chart: lineChart(`${label}: the last four weeks and the next two`, days.map(({ day }) => day), [
      { name: 'so far', values: days.map(({ value }, index) => (index < gap ? value : null)) }, ...(ahead.length > 0 ? [{ name: 'forecast', values: days.map(({ value }, index) => (index >= gap ? value : null)) }] : []),
    ], (value) => String(Math.round(value * 10) / 10)),
  };
}

function errorView({ mape, mase, mae }: ErrorOf): { mape: string; mase: string; mae: string } {
  return { mape: mape === null ? '—' : `${(mape * 100).toFixed(1)} %`, mase: mase === null ? '—' : mase.toFixed(2), mae: mae.toFixed(2) };
}

function comparisonView({ observedDays, expectedDays, expectedReadmitted, ratio }: Reply<typeof contract.readOutcomes>['all']): object {
  const days = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)} d`);
  return { observedWords: days(observedDays), expectedWords: days(expectedDays), expectedBack: expectedReadmitted === null ? '—' : expectedReadmitted.toFixed(1), ratioWords: ratio ? `${ratio.value.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})` : 'too few stays to say' };
}

function cashBars(weeks: Forecasts['cash']['weeks']): object[] {
  const most = Math.max(1, ...weeks.map(({ cents }) => cents));
  return weeks.map((week) => ({ ...week, bar: Math.round((week.cents / most) * 1000) / 10 }));
}
