import { contract } from '../../../api/client';
import { formatDollars } from '../../../domain/money';
import { get } from '../../http/page';
import { sendCsv } from '../../http/sendCsv';
import { type Reply, type Visit } from '../../http/visit';
import { lineChart } from './charts';
import { addressOf, asked, frameOf } from './frame';

type Forecasts = Reply<typeof contract.readForecasts>;
type Series = Forecasts['staff'][number];
type ErrorOf = NonNullable<Series['errors']['seasonal']>;
const OUTCOMES = ['from', 'to', 'wardId', 'payerId', 'diagnosis'] as const;
const NARROWS = ['wardId', 'payerId', 'diagnosis', 'role'] as const;
const FEW = 1;

/** What is to come, each forecast with the error it made; and stays against what was to be expected of them. */
export const forecastPages = [get('/analytics/forecasts', showForecasts), get('/analytics/forecasts.csv', sendForecasts)];

async function showForecasts(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics/forecasts');
  const [frame, forecasts, outcomes] = await Promise.all([
    frameOf(visit, address, NARROWS), visit.api.call(contract.readForecasts, { query: asked(address, ...NARROWS) }), visit.api.call(contract.readOutcomes, { query: asked(address, ...OUTCOMES) }),
  ]);
  const { beds, visits, wards, staff, cash } = forecasts;
  const one = (title: string, series: Series, say = number): object => ({ title, ...seriesView(series, forecasts, say) });
  const from = (source: string): string => (source === 'imported' ? ' (imported past)' : '');
  visit.render('analytics/forecasts', {
    frame, period: outcomes.period, outcomes, all: comparisonView(outcomes.all), groups: outcomes.groups.map((group) => ({ ...group, ...comparisonView(group) })), isNarrowed: NARROWS.some((name) => address.value(name)),
    wards: wards.map((ward) => wardView(ward, address.with({ wardId: ward.id }))),
    capacity: [one(`Patients in beds at midnight${from(beds.source)}`, beds), one(`Visits a day${from(visits.source)}`, visits)],
    staff: staff.filter(({ ahead }) => ahead.length > 0).map((series) => one(`${series.label}: hours of work in hand`, series)), untold: staff.filter(({ ahead }) => ahead.length === 0).map(({ label }) => label).join(', '),
    cash: { ...cash, isImported: cash.source === 'imported', errorRows: cash.errors ? [{ label: 'Cash', model: errorView(cash.errors.cash.model), naive: errorView(cash.errors.cash.naive) }, { label: 'Denials', model: errorView(cash.errors.denials.model), naive: errorView(cash.errors.denials.naive) }] : [], bars: cashBars(cash.weeks) },
    money: [one(`Money received a week${from(cash.source)}`, cash.received, dollars), one(`Claims refused a week${from(cash.source)}`, cash.refused)],
  }, { parts: { analytics: 'analytics/forecasts-part' } });
}

async function sendForecasts(visit: Visit): Promise<void> {
  const { beds, visits, wards, staff, cash } = await visit.api.call(contract.readForecasts, { query: asked(addressOf(visit, '/analytics/forecasts'), ...NARROWS) });
  const named = [beds, visits, ...wards.map(({ name, beds: own }) => ({ ...own, label: `${own.label}, ${name}` })), ...staff, { ...cash.received, label: 'Received a week, cents' }, { ...cash.refused, label: 'Refused a week' }];
  sendCsv(visit, 'careway-forecasts', ['What', 'Day', 'Value', 'Kind'], [
    ...named.flatMap(({ label, past, ahead }) => [...past.map(({ day, value }) => [label, day, value, 'observed']), ...ahead.map(({ day, value }) => [label, day, value, 'forecast'])]),
    ...cash.weeks.flatMap(({ week, cents, denials }) => [['Cash of open claims, cents', week, cents, 'forecast'], ['Denials of open claims', week, denials, 'forecast']]),
  ]);
}

/** Whole dollars: a forecast knows no cents. */
const dollars = (cents: number): string => formatDollars(Math.round(cents / 100) * 100).replace(/\.00$/, '');
const number = (value: number): string => String(Math.round(value * 10) / 10);

function seriesView(series: Series, { methods }: Forecasts, say: (value: number) => string): object {
  const { past, ahead, label, errors, method, rhythm, heldBackWeeks } = series;
  const steps = [...past, ...ahead];
  const gap = past.length;
  const told = ahead.map(({ value }) => value);
  return {
    label, rhythm, heldBackWeeks, isWeekly: rhythm === 'week', isNothing: steps.length > 0 && steps.every(({ value }) => value === 0), methodWords: methods[rhythm][method], isTold: ahead.length > 0, until: ahead[ahead.length - 1]?.day,
    least: told.length === 0 ? null : say(Math.min(...told)), most: told.length === 0 ? null : say(Math.max(...told)),
    errorRows: (['seasonal', 'naive'] as const).flatMap((name) => (errors[name] ? [{ label: methods[rhythm][name], isUsed: name === method, ...errorView(errors[name] as ErrorOf, say === dollars ? say : undefined) }] : [])),
    rows: steps.map(({ day, value }, index) => ({ day, value: say(value), isForecast: index >= gap })),
    chart: lineChart(`${label}: ${rhythm === 'week' ? 'the last half year and the next eight weeks' : 'the last four weeks and the next two'}`, steps.map(({ day }) => day), [
      { name: 'so far', values: steps.map(({ value }, index) => (index < gap ? value : null)) }, ...(ahead.length > 0 ? [{ name: 'forecast', values: steps.map(({ value }, index) => (index >= gap ? value : null)) }] : []),
    ], say),
  };
}

/** One ward: the beds it has beside what it will hold. */
function wardView({ name, inUse, beds }: Forecasts['wards'][number], href: string): object {
  const now = beds.past[beds.past.length - 1]?.value ?? 0;
  const most = beds.ahead.reduce((best, { value }) => Math.max(best, value), 0);
  const full = beds.ahead.find(({ value }) => value > inUse - FEW);
  const error = beds.errors[beds.method];
  return { name, href, inUse, now, isTold: beds.ahead.length > 0, most: number(most), least: number(Math.min(...beds.ahead.map(({ value }) => value))), fullOn: full?.day ?? null, error: error ? errorView(error) : null };
}

function errorView({ mape, mase, mae }: ErrorOf, say: (value: number) => string = (value) => value.toFixed(2)): { mape: string; mase: string; mae: string } {
  return { mape: mape === null ? '—' : `${(mape * 100).toFixed(1)} %`, mase: mase === null ? '—' : mase.toFixed(2), mae: say(mae) };
}

function comparisonView({ observedDays, expectedDays, expectedReadmitted, ratio }: Reply<typeof contract.readOutcomes>['all']): object {
  const days = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)} d`);
  return { observedWords: days(observedDays), expectedWords: days(expectedDays), expectedBack: expectedReadmitted === null ? '—' : expectedReadmitted.toFixed(1), ratioWords: ratio ? `${ratio.value.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})` : 'too few stays to say' };
}

function cashBars(weeks: Forecasts['cash']['weeks']): object[] {
  const most = Math.max(1, ...weeks.map(({ cents }) => cents));
  return weeks.map((week) => ({ ...week, bar: Math.round((week.cents / most) * 1000) / 10 }));
}
