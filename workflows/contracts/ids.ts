/** Every workflow ID and idempotency key is made here, from opaque IDs only. */
export const journeyWorkflowId = (encounterId: string): string => `journey-${encounterId}`;
export const claimWorkflowId = (claimId: string): string => `claim-${claimId}`;
export const followUpWorkflowId = (encounterId: string): string => `follow-up-${encounterId}`;
export const bedReservationWorkflowId = (locationId: string): string => `bed-reservation-${locationId}`;
export const bedTransferWorkflowId = (transferId: string): string => `bed-transfer-${transferId}`;
export const bedCleaningWorkflowId = (locationId: string): string => `bed-cleaning-${locationId}`;
/** One for each version of a report that is critical and of nobody's journey. */
export const criticalResultWorkflowId = (reportId: string, version: number): string => `critical-${reportId}-v${version}`;
export const authorizationWorkflowId = (authorizationId: string): string => `authorization-${authorizationId}`;
export const reviewWorkflowId = (authorizationId: string): string => `review-${authorizationId}`;
export const payerWorkflowId = (submissionId: string): string => `payer-${submissionId}`;
export const groupFixWorkflowId = (groupFixId: string, phase: 'plan' | 'apply'): string => `group-fix-${groupFixId}-${phase}`;
export const collectionWorkflowId = (accountId: string): string => `collection-${accountId}`;
export const moneyApprovalWorkflowId = (requestId: string): string => `money-approval-${requestId}`;
/** One for each life of a safety event: it may be opened again. */
export const safetyEventWorkflowId = (eventId: string, life: number): string => `safety-event-${eventId}-${life}`;
export const safetyActionWorkflowId = (actionId: string): string => `safety-action-${actionId}`;
export const accessRequestWorkflowId = (requestId: string): string => `access-request-${requestId}`;
export const amendmentWorkflowId = (amendmentId: string): string => `amendment-${amendmentId}`;
export const glassReviewWorkflowId = (glassId: string): string => `glass-review-${glassId}`;

/** The idempotency key of one step of one workflow: the same step always sends the same key. */
export const stepKey = (workflowId: string, step: string): string => `${workflowId}/${step}`;

/** The deduplication ID of the signal that says a task's clock stands or runs again. */
export const taskClockId = (taskId: string, version: number): string => `task-${taskId}-v${version}-clock`;

/** The Update ID that completes a task: once per task and version, whoever retries. */
export const completeTaskId = (taskId: string, version: number): string => `task-${taskId}-v${version}`;
