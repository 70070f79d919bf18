import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type MoneyApprovalInput } from './contracts/moneyMessages';
import { Errand, runErrand } from './support/errand';

/**
 * A refund or write-off above the limit (workflow ID `money-approval-<requestId>`): a second person is asked, with the ladder of the
 * task. The money itself moves in the record, with the decision. Ends early when the request is withdrawn or decided on its page.
 */
export async function moneyApproval({ requestId }: MoneyApprovalInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openApprovalTask({ ...at, requestId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    await errand.ask({ step: 'approve-money', type: 'approve-money' });
  });
  await condition(allHandlersFinished);
}
