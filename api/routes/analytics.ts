import { analyticsContract } from '../contract/analytics';
import { type Route, route } from '../http/route';
import { readForecasts } from '../services/analytics/forecasts';
import { readFreshness } from '../services/analytics/freshness';
import { readOutcomes } from '../services/analytics/outcomes';
import { listVariants, readConformance, readDropOff } from '../services/analytics/pathways';
import { readCycleTimes } from '../services/analytics/times';

/** Figures for managers. */
export function analyticsRoutes(): Route[] {
  return [
    route(analyticsContract.readCycleTimes, { policy: 'analytics.read', handle: (act, { query }) => readCycleTimes(act, query) }),
    route(analyticsContract.listVariants, { policy: 'analytics.read', handle: (act, { query }) => listVariants(act, query) }),
    route(analyticsContract.readConformance, { policy: 'analytics.read', handle: (act, { query }) => readConformance(act, query) }),
    route(analyticsContract.readDropOff, { policy: 'analytics.read', handle: (act, { query }) => readDropOff(act, query) }),
    route(analyticsContract.readOutcomes, { policy: 'analytics.read', handle: (act, { query }) => readOutcomes(act, query) }),
    route(analyticsContract.readForecasts, { policy: 'analytics.read', handle: (act, { query }) => readForecasts(act, query) }),
    route(analyticsContract.readAnalyticsFreshness, { policy: 'analytics.read', handle: async (act) => ({ ...(await readFreshness(act)), at: act.now.toISOString() }) }),
  ];
}
