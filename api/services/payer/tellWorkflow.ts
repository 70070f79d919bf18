import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { type Remitted } from '../../../workflows/contracts/moneyMessages';
import { type Act } from '../../http/act';
import { latestSubmission } from './submission';

/** Tell the claim's workflow what was posted, once per answer, and up to which submission it counts. The caller holds the claim's row. */
export async function tellWorkflow(act: Act, claimId: string, answer: Omit<Remitted, 'attempt'>): Promise<void> {
  const latest = await latestSubmission(act, claimId);
  const message: Remitted = { ...answer, ...(latest ? { attempt: latest.attempt } : {}) };
  act.commands.push({ workflowId: claimWorkflowId(claimId), kind: 'signal', name: SIGNALS.remitted, payload: message, dedupId: `remitted/${message.remittanceClaimId}` });
}
