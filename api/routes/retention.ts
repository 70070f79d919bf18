import { retentionContract } from '../contract/retention';
import { type Route, route } from '../http/route';
import { liftHold, listHolds, lockHold, placeHold } from '../services/retention/holds';
import { setPeriod } from '../services/retention/periods';
import { applyRun, dryRun, readRetention } from '../services/retention/runs';

/** How long records are kept, and legal holds. */
export function retentionRoutes(): Route[] {
  return [
    route(retentionContract.readRetention, { policy: 'retention.read', handle: (act) => readRetention(act) }),
    route(retentionContract.setRetentionPeriod, { policy: 'retention.write', fresh: true, handle: (act, { body }) => setPeriod(act, body) }),
    route(retentionContract.runRetention, { policy: 'retention.write', fresh: true, handle: (act, { body: { dryRunId } }) => (dryRunId === null ? dryRun(act) : applyRun(act, dryRunId)) }),
    route(retentionContract.listLegalHolds, { policy: 'hold.read', handle: (act, { query }) => listHolds(act, query) }),
    route(retentionContract.placeLegalHold, { policy: 'hold.write', handle: (act, { body }) => placeHold(act, body) }),
    route(retentionContract.liftLegalHold, { policy: 'hold.write', fresh: true, load: (act, { params }) => lockHold(act, params.holdId), handle: (act, { loaded, body }) => liftHold(act, loaded, body) }),
  ];
}
