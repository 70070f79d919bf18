import { createAccessActivities } from './access';
import { createAuthorizationActivities } from './authorization';
import { createBedActivities } from './beds';
import { createBillingActivities } from './billing';
import { createCareActivities } from './care';
import { createFollowUpActivities } from './followUp';
import { createGroupFixActivities } from './groupFix';
import { createMoneyActivities } from './money';
import { createPayerActivities } from './payer';
import { type ActivityDeps } from './performStep';
import { createPrivacyActivities } from './privacy';
import { createProgressActivities } from './progress';
import { createSafetyActivities } from './safety';

/** Everything workflows may do to the world, and only through the API. */
export function createActivities(deps: ActivityDeps) {
  return {
    ...createProgressActivities(deps),
    ...createCareActivities(deps),
    ...createBedActivities(deps),
    ...createBillingActivities(deps),
    ...createMoneyActivities(deps),
    ...createPayerActivities(deps),
    ...createAuthorizationActivities(deps),
    ...createFollowUpActivities(deps),
    ...createGroupFixActivities(deps),
    ...createSafetyActivities(deps),
    ...createAccessActivities(deps),
    ...createPrivacyActivities(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
