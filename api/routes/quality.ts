import { qualityContract } from '../contract/quality';
import { type Route, route } from '../http/route';
import { readIndicators } from '../services/quality/readIndicators';

/** Measures for the house and for those who accredit it. Counts only, nobody's record. */
export function qualityRoutes(): Route[] {
  return [route(qualityContract.readIndicators, { policy: 'quality.read', handle: (act, { query }) => readIndicators(act, query) })];
}
