import { accessContract } from './access';
import { amendmentsContract } from './amendments';
import { accessReviewsContract } from './accessReviews';
import { adminContract } from './admin';
import { analyticsContract } from './analytics';
import { auditContract } from './audit';
import { authorizationsContract } from './authorizations';
import { bedMovesContract } from './bedMoves';
import { bedsContract } from './beds';
import { breachesContract } from './breaches';
import { claimDeskContract } from './claimDesk';
import { claimsContract } from './claims';
import { clinicalContract } from './clinical';
import { codecContract } from './codec';
import { complianceContract } from './compliance';
import { demonstrationContract } from './demonstration';
import { disclosuresContract } from './disclosures';
import { dischargeContract } from './discharge';
import { encountersContract } from './encounters';
import { groupFixesContract } from './groupFixes';
import { exchangeContract } from './exchange';
import { inquiriesContract } from './inquiries';
import { internalContract } from './internal';
import { journeysContract } from './journeys';
import { medicinesContract } from './medicines';
import { moneyContract } from './money';
import { moneyRequestsContract } from './moneyRequests';
import { notificationsContract } from './notifications';
import { nursingContract } from './nursing';
import { observationsContract } from './observations';
import { onCallContract } from './onCall';
import { openIdContract } from './openId';
import { orderSetsContract } from './orderSets';
import { patientsContract } from './patients';
import { paymentPlansContract } from './paymentPlans';
import { portalContract } from './portal';
import { qualityContract } from './quality';
import { privacyContract } from './privacy';
import { retentionContract } from './retention';
import { resultsContract } from './results';
import { safetyContract } from './safety';
import { sessionContract } from './session';
import { signInContract } from './signIn';
import { shiftsContract } from './shifts';
import { signalsContract } from './signals';
import { tasksContract } from './tasks';
import { viewsContract } from './views';

/** Every operation of the API, by area. */
export const contract = {
  ...sessionContract,
  ...signInContract,
  ...openIdContract,
  ...tasksContract,
  ...journeysContract,
  ...analyticsContract,
  ...patientsContract,
  ...portalContract,
  ...privacyContract,
  ...encountersContract,
  ...clinicalContract,
  ...dischargeContract,
  ...nursingContract,
  ...observationsContract,
  ...medicinesContract,
  ...resultsContract,
  ...orderSetsContract,
  ...safetyContract,
  ...qualityContract,
  ...accessContract,
  ...amendmentsContract,
  ...complianceContract,
  ...breachesContract,
  ...accessReviewsContract,
  ...disclosuresContract,
  ...retentionContract,
  ...bedsContract,
  ...bedMovesContract,
  ...shiftsContract,
  ...onCallContract,
  ...signalsContract,
  ...claimDeskContract,
  ...claimsContract,
  ...codecContract,
  ...authorizationsContract,
  ...groupFixesContract,
  ...moneyContract,
  ...moneyRequestsContract,
  ...paymentPlansContract,
  ...notificationsContract,
  ...demonstrationContract,
  ...viewsContract,
  ...adminContract,
  ...auditContract,
  ...exchangeContract,
  ...inquiriesContract,
  ...internalContract,
} as const;
