import { type z } from 'zod';
import { betterMethod, forecast, heldBackError, type Rhythm } from '../../../domain/analytics/forecast';
import { DAY_MS } from '../../../domain/time';
import { type analyticsContract } from '../../contract/analytics';

export type Forecasts = z.output<typeof analyticsContract.readForecasts.reply>;
export type Series = Forecasts['staff'][number];

export const WEEK = 7;
/** Half a year is what a forecast is made from. */
export const PAST_DAYS = 26 * WEEK;
/** Weeks a forecast is held against: of days, of totals by week. Of those there are seven times fewer, so more weeks are held back. */
export const HELD_BACK = { day: 4, week: 12 } as const;
const SHOWN = { day: 4 * WEEK, week: 26 } as const;
const AHEAD = { day: 2 * WEEK, week: 8 } as const;
const STEP = { day: 1, week: WEEK } as const;

/** A series with what is to come and the errors of both methods on the weeks held back. `lastDay`: days since 1970 of its last value (of a week: its first day). */
export function forecastOf(label: string, series: readonly number[], lastDay: number, rhythm: Rhythm = 'day'): Series {
  const errors = { seasonal: heldBackError(series, HELD_BACK[rhythm], 'seasonal', rhythm), naive: heldBackError(series, HELD_BACK[rhythm], 'naive', rhythm) };
  const method = betterMethod(errors);
  const day = (steps: number): string => new Date((lastDay + steps * STEP[rhythm]) * DAY_MS).toISOString().slice(0, 10);
  const shown = series.slice(-SHOWN[rhythm]);
  return {
    label, rhythm, heldBackWeeks: HELD_BACK[rhythm], method, errors, past: shown.map((value, index) => ({ day: day(index + 1 - shown.length), value })),
    // Without enough of a past to be held against, nothing is told.
    ahead: errors.seasonal ? forecast(series, AHEAD[rhythm], method, rhythm).map((value, index) => ({ day: day(index + 1), value: Math.round(value * 10) / 10 })) : [],
  };
}

/** A past long enough to be told of by itself: half of what is looked at. */
export const isLongEnough = (days: number): boolean => days >= PAST_DAYS / 2;
