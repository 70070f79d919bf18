import { FORECAST_METHODS } from '../../../domain/analytics/forecast';
import { type Act } from '../../http/act';
import { houseForecasts, staffForecasts, wardForecast, wardForecasts } from './capacity';
import { cashForecast } from './cashToCome';
import { type Forecasts } from './forecastSeries';
import { type AnalyticsQuery, filtersOf } from './period';

/**
 * Beds, visits, staff, cash and denials to come, each with the error its method made on weeks held back, beside the naive forecast's. A ward narrows beds, hours and money, a payer or
 * diagnosis hours and money, a role hours.
 */
export async function readForecasts(act: Act, query: Pick<AnalyticsQuery, 'wardId' | 'payerId' | 'diagnosis' | 'role'>): Promise<Forecasts> {
  const filters = await filtersOf(act, query);
  const house = await houseForecasts(act);
  return {
    methods: FORECAST_METHODS, visits: house.visits, beds: filters.ward ? await wardForecast(act, filters.ward) : house.beds, wards: filters.ward ? [] : await wardForecasts(act),
    staff: await staffForecasts(act, filters), cash: await cashForecast(act, filters),
  };
}
