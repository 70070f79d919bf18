/** Every workflow the worker runs; the names are WORKFLOW_TYPES in contracts/messages.ts. */
export { accessRequest } from './accessRequest';
export { amendment } from './amendment';
export { bedCleaning } from './bedCleaning';
export { bedReservation } from './bedReservation';
export { bedTransfer } from './bedTransfer';
export { claim } from './claim';
export { collection } from './collection';
export { criticalResult } from './criticalResult';
export { demonstrationPayer } from './demonstrationPayer';
export { followUp } from './followUp';
export { glassReview } from './glassReview';
export { groupFix } from './groupFix';
export { moneyApproval } from './moneyApproval';
export { safetyAction } from './safetyAction';
export { safetyEvent } from './safetyEvent';
export { demonstrationReview, priorAuthorization } from './priorAuthorization';
export { patientJourney } from './patientJourney';
