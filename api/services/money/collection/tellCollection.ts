import { collectionWorkflowId } from '../../../../workflows/contracts/ids';
import { SIGNALS, WORKFLOW_TYPES } from '../../../../workflows/contracts/messages';
import { type CollectionChange, type CollectionInput } from '../../../../workflows/contracts/moneyMessages';
import { type Act } from '../../../http/act';

/**
 * Something on an account sets new dates: an invoice, a plan. Its workflow, started when none runs, asks the record anew what is due and
 * when. `key` makes it one message however often the transaction runs.
 */
export function tellCollection(act: Act, accountId: string, key: string): void {
  const input: CollectionInput = { accountId };
  const message: CollectionChange = { messageId: key };
  const workflowId = collectionWorkflowId(accountId);
  act.commands.push({ workflowId, kind: 'signal', name: SIGNALS.accountChanged, payload: message, starts: { type: WORKFLOW_TYPES.collection, input }, dedupId: `${workflowId}/${key}` });
}
