/**
 * Forecasts of a daily series with a weekly rhythm (census, work): simple enough to be explained, and never shown without the error it made
 * on weeks it had not seen, beside that of the naive forecast (the same day of the week before).
 */
const WEEK = 7;
/** Half of a week's weight is gone after so many weeks: recent weeks count more. */
const HALF_LIFE_WEEKS = 4;
/** Fewer days than this tell nothing about a week's rhythm. */
export const LEAST_DAYS = 6 * WEEK;

export const FORECAST_METHODS = { seasonal: 'Weighted mean of the same weekdays', naive: 'The same weekday a week before' } as const;
export type ForecastMethod = keyof typeof FORECAST_METHODS;

/** The next `days` values. `series`: one value a day, oldest first. */
export function forecast(series: readonly number[], days: number, method: ForecastMethod): number[] {
  return Array.from({ length: days }, (_, ahead) => {
    const same = sameWeekday(series, ahead);
    if (method === 'naive') return same[0] ?? 0;
    const weights = same.map((_value, weeksBack) => 0.5 ** (weeksBack / HALF_LIFE_WEEKS));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return total === 0 ? 0 : same.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
  });
}

/** Values on the weekday of the day `ahead` days after the series, newest first. */
function sameWeekday(series: readonly number[], ahead: number): number[] {
  const values: number[] = [];
  for (let at = series.length + ahead; at >= 0; at -= WEEK) if (at < series.length) values.push(series[at] ?? 0);
  return values;
}

export interface ForecastError {
  /** Mean of |error| ÷ true value over days whose true value is not zero; null when all are. */
  readonly mape: number | null;
  /** Mean |error| over that of the naive forecast on the days it was trained on (Hyndman, Koehler 2006): below 1 is better than naive. Null when that never erred. */
  readonly mase: number | null;
  readonly mae: number;
}

/** How wrong a method was on the last `weeks` weeks, each forecast from what was known before it. */
export function heldBackError(series: readonly number[], weeks: number, method: ForecastMethod): ForecastError | null {
  const from = series.length - weeks * WEEK;
  if (from < LEAST_DAYS) return null;
  const pairs: { truth: number; told: number }[] = [];
  for (let at = from; at < series.length; at += WEEK) {
    forecast(series.slice(0, at), WEEK, method).forEach((told, ahead) => pairs.push({ told, truth: series[at + ahead] ?? 0 }));
  }
  return errorOf(pairs, mean(series.slice(WEEK, from).map((value, index) => Math.abs(value - (series[index] ?? 0)))));
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
