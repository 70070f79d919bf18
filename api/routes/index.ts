import { type Config } from '../config';
import { type Route } from '../http/route';
import { type TemporalGateway } from '../temporal/gateway';
import { accessRoutes } from './access';
import { amendmentRoutes } from './amendments';
import { accessReviewRoutes } from './accessReviews';
import { adminRoutes } from './admin';
import { analyticsRoutes } from './analytics';
import { auditRoutes } from './audit';
import { authorizationRoutes } from './authorizations';
import { bedMoveRoutes } from './bedMoves';
import { bedRoutes } from './beds';
import { breachRoutes } from './breaches';
import { claimDeskRoutes } from './claimDesk';
import { claimRoutes } from './claims';
import { clinicalRoutes } from './clinical';
import { codecRoutes } from './codec';
import { complianceRoutes } from './compliance';
import { demonstrationRoutes } from './demonstration';
import { disclosureRoutes } from './disclosures';
import { dischargeRoutes } from './discharge';
import { encounterRoutes } from './encounters';
import { groupFixRoutes } from './groupFixes';
import { inquiryRoutes } from './inquiries';
import { internalBedRoutes } from './internalBeds';
import { exchangeRoutes } from './exchange';
import { internalCareRoutes } from './internalCare';
import { internalMoneyRoutes } from './internalMoney';
import { internalWorkRoutes } from './internalWork';
import { journeyRoutes } from './journeys';
import { medicineRoutes } from './medicines';
import { moneyRoutes } from './money';
import { moneyRequestRoutes } from './moneyRequests';
import { notificationRoutes } from './notifications';
import { nursingRoutes } from './nursing';
import { observationRoutes } from './observations';
import { onCallRoutes } from './onCall';
import { openIdRoutes } from './openId';
import { orderSetRoutes } from './orderSets';
import { patientRoutes } from './patients';
import { paymentPlanRoutes } from './paymentPlans';
import { portalRoutes } from './portal';
import { qualityRoutes } from './quality';
import { privacyRoutes } from './privacy';
import { retentionRoutes } from './retention';
import { resultRoutes } from './results';
import { safetyRoutes } from './safety';
import { sessionRoutes } from './session';
import { signInRoutes } from './signIn';
import { shiftRoutes } from './shifts';
import { signalRoutes } from './signals';
import { taskRoutes } from './tasks';
import { viewRoutes } from './views';

/** Every route of the API, by area. `gateway` is what the demonstration skips time with; null without Temporal. */
export function buildRoutes(config: Config, gateway: TemporalGateway | null = null): Route[] {
  return [
    ...sessionRoutes(config),
    ...signInRoutes(config),
    ...openIdRoutes(config),
    ...taskRoutes(),
    ...journeyRoutes(config, gateway),
    ...analyticsRoutes(),
    ...patientRoutes(),
    ...portalRoutes(),
    ...privacyRoutes(),
    ...encounterRoutes(),
    ...clinicalRoutes(),
    ...codecRoutes(config),
    ...dischargeRoutes(),
    ...nursingRoutes(),
    ...observationRoutes(),
    ...medicineRoutes(),
    ...resultRoutes(),
    ...orderSetRoutes(),
    ...safetyRoutes(),
    ...qualityRoutes(),
    ...accessRoutes(),
    ...amendmentRoutes(),
    ...complianceRoutes(config),
    ...breachRoutes(),
    ...accessReviewRoutes(),
    ...disclosureRoutes(),
    ...retentionRoutes(),
    ...bedRoutes(),
    ...bedMoveRoutes(),
    ...shiftRoutes(),
    ...onCallRoutes(),
    ...signalRoutes(),
    ...claimDeskRoutes(),
    ...claimRoutes(),
    ...authorizationRoutes(),
    ...groupFixRoutes(),
    ...moneyRoutes(),
    ...moneyRequestRoutes(),
    ...paymentPlanRoutes(),
    ...notificationRoutes(),
    ...viewRoutes(),
    ...adminRoutes(config),
    ...auditRoutes(),
    ...internalWorkRoutes(),
    ...internalBedRoutes(),
    ...internalCareRoutes(),
    ...internalMoneyRoutes(),
    ...demonstrationRoutes(config, gateway),
    ...exchangeRoutes(config),
    ...inquiryRoutes(),
  ];
}
