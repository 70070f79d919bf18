import { type Page } from '../http/page';
import { systemPages } from './admin/system';
import { tokenPages } from './admin/tokens';
import { userPages } from './admin/users';
import { alertPages } from './alerts/alerts';
import { analyticsOverviewPages } from './analytics/overview';
import { forecastPages } from './analytics/forecasts';
import { pathwayPages } from './analytics/pathways';
import { timesPages } from './analytics/times';
import { auditPages } from './audit/audit';
import { bedPage } from './beds/bed';
import { bedPages } from './beds/beds';
import { censusPages } from './beds/census';
import { amendmentPages } from './amendments/amendments';
import { privacyDeskPages } from './privacy/desk';
import { breachPages } from './breaches/breaches';
import { breachPage } from './breaches/breach';
import { decoyPages } from './breaches/decoys';
import { claimPages } from './claims/claim';
import { reviewPages } from './claims/reviews';
import { claimPayerPages } from './claims/payerActions';
import { authorizationPages } from './journeys/authorizations';
import { filingProofPages } from './claims/filingProof';
import { dashboardPages } from './claims/dashboard';
import { letterPages } from './claims/letter';
import { deskPages } from './claims/desk';
import { exchangePages } from './exchange/files';
import { payerPages } from './exchange/payers';
import { groupFixChoicePages } from './groupfix/choose';
import { groupFixPages } from './groupfix/groupFix';
import { homePages } from './home/home';
import { dischargePages } from './discharge/discharge';
import { summaryPages } from './discharge/summary';
import { incidentPages } from './incidents/incidents';
import { boardPages } from './journeys/board';
import { journeyPages } from './journeys/journey';
import { openIdPages } from './login/openId';
import { loginPages } from './login/login';
import { givePages } from './medicines/give';
import { labelPages } from './medicines/labels';
import { reconciliationPages } from './medicines/reconciliation';
import { prescribePages } from './medicines/prescribe';
import { myPrivacyPages } from './mycare/privacy';
import { myCarePages } from './mycare/mycare';
import { recordPages } from './mycare/record';
import { moneyPages } from './money/accounts';
import { orderSetPages } from './ordersets/orderSets';
import { observationPages } from './observations/bedside';
import { coveragePages } from './patients/coverage';
import { nursingPages } from './patients/nursing';
import { observationsChartPages } from './patients/observations';
import { chartPages } from './patients/chart';
import { patientSearchPages } from './patients/search';
import { admissionPages } from './patients/admission';
import { privacyPages } from './privacy/privacy';
import { glassPages } from './privacy/glass';
import { registrationPages } from './patients/registration';
import { confirmPages } from './profile/confirm';
import { recoveryCodePages } from './profile/recoveryCodes';
import { passwordPages } from './profile/password';
import { secondFactorPages } from './profile/secondFactor';
import { profilePages } from './profile/profile';
import { leavePages } from './staff/leave';
import { teamPages } from './staff/teams';
import { holdPages } from './retention/holds';
import { retentionPages } from './retention/retention';
import { reviewOfAccessPages } from './reviews/reviews';
import { disclosurePages } from './disclosures/disclosures';
import { resultPages } from './results/results';
import { trendPages } from './results/trend';
import { compliancePages } from './compliance/compliance';
import { measurePages } from './quality/measures';
import { safetyEventPages } from './safety/event';
import { safetyPages } from './safety/events';
import { safetyReportPages } from './safety/report';
import { taskActionPages } from './tasks/actions';
import { inboxPages } from './tasks/inbox';
import { assignmentPages } from './shifts/assignments';
import { rosterPages } from './shifts/roster';
import { shiftPages } from './shifts/shift';
import { taskPages } from './tasks/task';
import { viewPages } from './views/views';

/** Every page of the web. */
export const allPages: readonly Page[] = [
  ...homePages,
  ...loginPages,
  ...openIdPages,
  ...passwordPages,
  ...secondFactorPages,
  ...profilePages,
  ...recoveryCodePages,
  ...confirmPages,
  ...alertPages,
  ...leavePages,
  ...teamPages,
  ...inboxPages,
  ...taskActionPages,
  ...taskPages,
  ...boardPages,
  ...journeyPages,
  ...analyticsOverviewPages,
  ...timesPages,
  ...pathwayPages,
  ...forecastPages,
  ...incidentPages,
  ...compliancePages,
  ...amendmentPages,
  ...privacyDeskPages,
  ...breachPages,
  ...breachPage,
  ...decoyPages,
  ...retentionPages,
  ...holdPages,
  ...reviewOfAccessPages,
  ...disclosurePages,
  ...measurePages,
  ...safetyReportPages,
  ...safetyPages,
  ...safetyEventPages,
  ...recordPages,
  ...patientSearchPages,
  ...registrationPages,
  ...admissionPages,
  ...dischargePages,
  ...summaryPages,
  ...nursingPages,
  ...observationPages,
  ...observationsChartPages,
  ...prescribePages,
  ...givePages,
  ...labelPages,
  ...reconciliationPages,
  ...resultPages,
  ...orderSetPages,
  ...trendPages,
  ...coveragePages,
  ...privacyPages,
  ...glassPages,
  ...chartPages,
  ...censusPages,
  ...bedPages,
  ...bedPage,
  ...shiftPages,
  ...assignmentPages,
  ...rosterPages,
  ...myPrivacyPages,
  ...myCarePages,
  ...dashboardPages,
  ...deskPages,
  ...letterPages,
  ...reviewPages,
  ...claimPages,
  ...claimPayerPages,
  ...authorizationPages,
  ...groupFixChoicePages,
  ...groupFixPages,
  ...filingProofPages,
  ...moneyPages,
  ...exchangePages,
  ...payerPages,
  ...viewPages,
  ...systemPages,
  ...userPages,
  ...tokenPages,
  ...auditPages,
];
