import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { type Remitted } from '../../../workflows/contracts/moneyMessages';
import { type Act } from '../../http/act';

/** Tell the claim's workflow what was posted, once per answer. */
export function tellWorkflow(act: Act, claimId: string, message: Remitted): void {
  act.commands.push({ workflowId: claimWorkflowId(claimId), kind: 'signal', name: SIGNALS.remitted, payload: message, dedupId: `remitted/${message.remittanceClaimId}` });
}
