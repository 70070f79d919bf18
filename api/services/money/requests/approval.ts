import { moneyApprovalWorkflowId } from '../../../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../../../workflows/contracts/messages';
import { type MoneyApprovalInput } from '../../../../workflows/contracts/moneyMessages';
import { type Act, selectOne } from '../../../http/act';
import { alertRole } from '../../notifications/notify';
import { endErrand, startErrand } from '../../tasks/errand';
import { openTasks } from '../../tasks/open';
import { type MoneyRequestRow } from './requestRow';

/** Somebody must decide: a workflow of its own asks the billing supervisors and keeps the ladder of their task. */
export async function startApproval(act: Act, requestId: string): Promise<void> {
  const input: MoneyApprovalInput = { requestId };
  startErrand(act, moneyApprovalWorkflowId(requestId), WORKFLOW_TYPES.moneyApproval, input);
  await alertRole(act, 'billing-supervisor', null, { id: `money-request/${requestId}`, template: 'approval-needed', data: {}, encounterId: null });
}

/** Nobody needs to decide any more. */
export async function endApproval(act: Act, requestId: string): Promise<void> {
  await endErrand(act, moneyApprovalWorkflowId(requestId));
}

/** Ask the billing supervisors; nobody, when it was decided or withdrawn meanwhile. */
export async function openApprovalTask(act: Act, request: MoneyRequestRow, { workflowId, step }: { workflowId: string; step: string }): Promise<string | null> {
  if (request.status !== 'requested') return null;
  const account = request.accountId === null ? null : await selectOne<{ patientId: string; encounterId: string | null }>(act, 'SELECT patient_id AS patientId, encounter_id AS encounterId FROM accounts WHERE id = ?', [request.accountId]);
  const home = { workflowId, journeyId: null, encounterId: account?.encounterId ?? null, patientId: account?.patientId ?? null, claimId: null, wardId: null };
  const [opened] = await openTasks(act, home, [{ step, type: 'approve-money', focusType: 'money-request', focusId: request.id }]);
  return opened?.taskId ?? null;
}
