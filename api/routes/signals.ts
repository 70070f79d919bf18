import { SETTINGS, type Setting } from '../../domain/claims/signals/facts';
import { type OutlierModel } from '../../domain/claims/signals/outliers';
import { signalsContract } from '../contract/signals';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { type ClaimRow, readClaim } from '../services/claims/claimRow';
import { reviewAtDesk } from '../services/claims/reviewAtDesk';
import { currentModel } from '../services/signals/model';
import { listReviews } from '../services/signals/listReviews';
import { readClaimSignals } from '../services/signals/readClaimSignals';

const load = (act: Act, { params }: { params: { claimId: string } }): Promise<ClaimRow | null> => readClaim(act, params.claimId);

/** Claims that stand out: who looks at them, why, and what they decide. */
export function signalRoutes(): Route[] {
  return [
    route(signalsContract.listReviews, {
      policy: 'claim.list',
      handle: async (act, { query }) => {
        const page = await listReviews(act, query);
        act.audits.push({ action: 'claim.reviews-listed', resourceType: 'claim', detail: { claims: page.items.map(({ claim }) => claim.id) } });
        return page;
      },
    }),
    route(signalsContract.readSignalModel, {
      policy: 'claim.list',
      handle: async (act) => {
        const stored = await currentModel(act);
        if (!stored) return { model: null };
        const { version, trainedAt, model: { claims, peers, outliers } } = stored;
        const forests = (Object.entries(outliers) as [Setting, OutlierModel][]).map(([setting, forest]) => ({ setting, label: SETTINGS[setting], claims: forest.claims, threshold: forest.threshold }));
        return { model: { version, trainedAt, claims, services: Object.keys(peers.services).length, forests } };
      },
    }),
    route(signalsContract.readClaimSignals, {
      policy: 'claim.read', load,
      handle: (act, { loaded }) => readClaimSignals(act, loaded),
    }),
    route(signalsContract.reviewClaim, {
      policy: 'claim.review', load,
      handle: (act, { params, body: { version, ...decided } }) => reviewAtDesk(act, params.claimId, version, decided),
    }),
  ];
}
