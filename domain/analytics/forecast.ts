/**
 * Forecasts of a series with a rhythm (census and work by day, money by week): simple enough to be explained, and never shown without the error it made
 * on weeks it had not seen, beside that of the naive forecast (the same day of the week before, or the week before).
 */

/** After how many values the rhythm begins again: days have that of a week, weeks none. */
export const RHYTHMS = { day: 7, week: 1 } as const;
export type Rhythm = keyof typeof RHYTHMS;
/** Half of a week's weight is gone after so many weeks: recent weeks count more. */
const HALF_LIFE_WEEKS = 4;
/** Fewer weeks than this tell nothing to forecast from. */
export const LEAST_WEEKS = 6;

export const FORECAST_METHODS = {
  day: { seasonal: 'Weighted mean of the same weekdays', naive: 'The same weekday a week before' }, week: { seasonal: 'Weighted mean of the weeks before', naive: 'The week before' },
} as const;
export type ForecastMethod = 'seasonal' | 'naive';

/** The next `steps` values. `series`: one value a day or week, oldest first. */
export function forecast(series: readonly number[], steps: number, method: ForecastMethod, rhythm: Rhythm = 'day'): number[] {
  return Array.from({ length: steps }, (_, ahead) => {
    const same = sameInRhythm(series, ahead, RHYTHMS[rhythm]);
    if (method === 'naive') return same[0] ?? 0;
    const weights = same.map((_value, weeksBack) => 0.5 ** (weeksBack / HALF_LIFE_WEEKS));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return total === 0 ? 0 : same.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
  });
}

/** Values at the place in the rhythm that the value `ahead` after the series has, newest first. */
function sameInRhythm(series: readonly number[], ahead: number, season: number): number[] {
  const values: number[] = [];
  for (let at = series.length + ahead; at >= 0; at -= season) if (at < series.length) values.push(series[at] ?? 0);
  return values;
}

export interface ForecastError {
  /** Mean of |error| ÷ true value over days whose true value is not zero; null when all are. */
  readonly mape: number | null;
  /** Mean |error| over that of the naive forecast on the days it was trained on (Hyndman, Koehler 2006): below 1 is better than naive. Null when that never erred. */
  readonly mase: number | null;
  readonly mae: number;
}

/** How wrong a method was on the last `weeks` weeks, each forecast from what was known before it. Null: too short a past to say. */
export function heldBackError(series: readonly number[], weeks: number, method: ForecastMethod, rhythm: Rhythm = 'day'): ForecastError | null {
  const season = RHYTHMS[rhythm];
  const from = series.length - weeks * season;
  if (from < LEAST_WEEKS * season) return null;
  const pairs: { truth: number; told: number }[] = [];
  for (let at = from; at < series.length; at += season) {
    forecast(series.slice(0, at), season, method, rhythm).forEach((told, ahead) => pairs.push({ told, truth: series[at + ahead] ?? 0 }));
  }
  return errorOf(pairs, mean(series.slice(season, from).map((value, index) => Math.abs(value - (series[index] ?? 0)))));
}

/** The error of pairs; `scale`: what the naive forecast erred by on average. */
export function errorOf(pairs: readonly { readonly truth: number; readonly told: number }[], scale: number): ForecastError {
  const mae = mean(pairs.map(({ truth, told }) => Math.abs(truth - told)));
  const some = pairs.filter(({ truth }) => truth !== 0);
  return { mae, mase: scale > 0 ? mae / scale : null, mape: some.length === 0 ? null : mean(some.map(({ truth, told }) => Math.abs(truth - told) / Math.abs(truth))) };
}

/** The better of both by the error held back; the simple one where they are even. */
export function betterMethod(errors: Readonly<Record<ForecastMethod, ForecastError | null>>): ForecastMethod {
  return errors.seasonal && errors.naive && errors.seasonal.mae <= errors.naive.mae ? 'seasonal' : 'naive';
}

const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);
