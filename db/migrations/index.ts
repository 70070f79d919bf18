import { type Migration } from '../migration';
import { trust } from './0001-trust';
import { patients } from './0002-patients';
import { encounters } from './0003-encounters';
import { clinicalRecord } from './0004-clinical';
import { work } from './0005-work';
import { money } from './0006-money';
import { auditorViews } from './0007-auditor-views';
import { revenueCycle } from './0008-revenue-cycle';
import { chargeCapture } from './0009-charge-capture';
import { care } from './0010-care';
import { inboxIndexes } from './0011-inbox-indexes';
import { claimsDesk } from './0012-claims-desk';
import { oneTimePasswords } from './0013-one-time-passwords';
import { accountStatus } from './0014-account-status';
import { claimExports } from './0020-claim-exports';
import { exchangeFiles } from './0021-exchange-files';
import { payerConnections } from './0022-payer-connections';
import { remittancePosting } from './0025-remittance-posting';
import { familyCoverage } from './0030-family-coverage';
import { claimLives } from './0031-claim-lives';
import { authorizations } from './0032-authorizations';
import { groupFixes } from './0035-group-fixes';
import { claimDocuments } from './0036-claim-documents';
import { inboxOrders } from './0040-inbox-orders';
import { acuityOfOpenTasks } from './0041-acuity-of-open-tasks';
import { sharedWork } from './0042-shared-work';
import { slaClocks } from './0043-sla-clocks';
import { bedMoves } from './0045-bed-moves';
import { cleaningByBed } from './0046-cleaning-by-bed';
import { shifts } from './0047-shifts';
import { medicines } from './0050-medicines';
import { results } from './0051-results';
import { observations } from './0055-observations';
import { nursing } from './0056-nursing';
import { discharge } from './0057-discharge';
import { secondFactor } from './0060-second-factor';
import { ownWait } from './0065-own-wait';
import { taskCounts } from './0066-task-counts';
import { taskCountsFilled } from './0067-task-counts-filled';
import { tasksPatientCovering } from './0068-tasks-patient-covering';
import { houseBalance } from './0100-house-balance';
import { moneyRequests } from './0101-money-requests';
import { moneyLimits } from './0102-money-limits';
import { paymentPlans } from './0103-payment-plans';
import { paymentRuns } from './0104-payment-runs';
import { planWishes } from './0105-plan-wishes';
import { claimSignals } from './0110-claim-signals';
import { payerInquiries } from './0120-payer-inquiries';
import { keptFiles } from './0121-kept-files';
import { arrivals } from './0122-arrivals';
import { observationErrors } from './0130-observation-errors';
import { specimenReceipt } from './0131-specimen-receipt';
import { onCall } from './0132-on-call';
import { imaging } from './0133-imaging';
import { orderSets } from './0134-order-sets';
import { orderSetData } from './0135-order-set-data';
import { orderSetVersions } from './0140-order-set-versions';
import { orderSetFirstVersions } from './0141-order-set-first-versions';
import { orderSetVersionKey } from './0142-order-set-version-key';
import { calledByConcern } from './0143-called-by-concern';
import { dataKeyRotation } from './0155-data-key-rotation';
import { dataKeysThatSeal } from './0156-data-keys-that-seal';
import { idempotencyRepeats } from './0157-idempotency-repeats';
import { signIn } from './0160-sign-in';
import { passkeys } from './0161-passkeys';
import { serviceTokenScopes } from './0162-service-token-scopes';
import { openIdSubjects } from './0163-openid-subjects';
import { restrictedRecords } from './0170-restricted-records';
import { safetyEvents } from './0180-safety-events';
import { doseTimes } from './0181-dose-times';
import { testResults } from './0182-test-results';
import { accessRequests } from './0183-access-requests';
import { incidentsByWorkflow } from './0190-incidents-by-workflow';
import { boardOrders } from './0191-board-orders';
import { journeyCounts } from './0192-journey-counts';
import { journeyCountsFilled } from './0193-journey-counts-filled';
import { figuresByDay } from './0194-figures-by-day';
import { incidentRefusals } from './0195-incident-refusals';
import { analytics } from './0200-analytics';
import { analyticsOfThePast } from './0201-analytics-of-the-past';
import { commandTraces } from './0210-command-traces';
import { breaches } from './0220-breaches';
import { retention } from './0221-retention';
import { retentionData } from './0222-retention-data';
import { accessReviews } from './0223-access-reviews';
import { disclosures } from './0224-disclosures';
import { disclosuresByCommand } from './0225-disclosures-by-command';
import { throttlesAlone } from './0240-throttles-alone';
import { processRestores } from './0241-process-restores';
import { analyticsLastDay } from './0250-analytics-last-day';
import { analyticsLastDayFilled } from './0251-analytics-last-day-filled';
import { replyRetention } from './0260-reply-retention';
import { breachLetters } from './0265-breach-letters';
import { amendments } from './0266-amendments';
import { dailyCounts } from './0270-daily-counts';
import { dailyCountsFilled } from './0271-daily-counts-filled';
import { combinedFilters } from './0272-combined-filters';
import { amendmentRecipients } from './0280-amendment-recipients';
import { tasksByKind } from './0290-tasks-by-kind';
import { claimsDeskCounts } from './0300-claims-desk-counts';
import { claimsDeskCountsFilled } from './0301-claims-desk-counts-filled';
import { ledgerChecks } from './0302-ledger-checks';
import { momentsOfServices } from './0320-moments-of-services';
import { claimsDeskStored } from './0321-claims-desk-stored';

/** Every migration, oldest first. Append only: a landed migration is never edited. */
export const migrations: readonly Migration[] = [
  trust,
  patients,
  encounters,
  clinicalRecord,
  work,
  money,
  auditorViews,
  revenueCycle,
  chargeCapture,
  care,
  inboxIndexes,
  claimsDesk,
  oneTimePasswords,
  accountStatus,
  claimExports,
  exchangeFiles,
  payerConnections,
  remittancePosting,
  familyCoverage,
  claimLives,
  authorizations,
  groupFixes,
  claimDocuments,
  inboxOrders,
  acuityOfOpenTasks,
  sharedWork,
  slaClocks,
  bedMoves,
  cleaningByBed,
  shifts,
  medicines,
  results,
  observations,
  nursing,
  discharge,
  secondFactor,
  ownWait,
  taskCounts,
  taskCountsFilled,
  tasksPatientCovering,
  houseBalance,
  moneyRequests,
  moneyLimits,
  paymentPlans,
  paymentRuns,
  planWishes,
  claimSignals,
  payerInquiries,
  keptFiles,
  arrivals,
  observationErrors,
  specimenReceipt,
  onCall,
  imaging,
  orderSets,
  orderSetData,
  orderSetVersions,
  orderSetFirstVersions,
  orderSetVersionKey,
  calledByConcern,
  dataKeyRotation,
  dataKeysThatSeal,
  idempotencyRepeats,
  signIn,
  passkeys,
  serviceTokenScopes,
  openIdSubjects,
  restrictedRecords,
  safetyEvents,
  doseTimes,
  testResults,
  accessRequests,
  incidentsByWorkflow,
  boardOrders,
  journeyCounts,
  journeyCountsFilled,
  figuresByDay,
  incidentRefusals,
  analytics,
  analyticsOfThePast,
  commandTraces,
  breaches,
  retention,
  retentionData,
  accessReviews,
  disclosures,
  disclosuresByCommand,
  throttlesAlone,
  processRestores,
  analyticsLastDay,
  analyticsLastDayFilled,
  replyRetention,
  breachLetters,
  amendments,
  dailyCounts,
  dailyCountsFilled,
  combinedFilters,
  amendmentRecipients,
  tasksByKind,
  claimsDeskCounts,
  claimsDeskCountsFilled,
  ledgerChecks,
  momentsOfServices,
  claimsDeskStored,
];
