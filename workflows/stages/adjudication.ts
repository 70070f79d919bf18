import { ChildWorkflowCancellationType, condition, ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { type JourneyOutcome } from '../../domain/journey/stages';
import { DAY_MS } from '../../domain/time';
import { REMITTANCE_DEADLINE_MS } from '../claims/deadlines';
import { claimWorkflowId } from '../contracts/ids';
import { WORKFLOW_TYPES } from '../contracts/messages';
import { type ClaimInput } from '../contracts/moneyMessages';
import { now } from '../support/clock';
import { type Journey } from '../support/journey';

/** No claim is silent for so long unless something outside went wrong with it; the journey then closes as "with staff". */
const PATIENCE_MS = 120 * DAY_MS;

/**
 * Hand the claim to its own workflow, which outlives the journey, and wait for what becomes of it. The claim says when the
 * journey need not wait any longer because people have it in hand (workflows/claim.ts); a final word comes at its very end.
 */
export async function adjudicateClaim(journey: Journey, claimId: string): Promise<JourneyOutcome> {
  const claim = await startClaim(journey, claimId);
  journey.patienceEndsAt = now() + PATIENCE_MS;
  journey.board.waitFor('claim-outcome', now() + REMITTANCE_DEADLINE_MS);
  // A journey that closed between the claim's last word and its end would have its closing refused and done again.
  await condition(() => journey.claimOutcome === 'claim-with-staff' || (journey.claimOutcome !== null && !claim.isRunning) || claim.isLost || now() >= (journey.patienceEndsAt ?? 0));
  journey.patienceEndsAt = null;
  journey.board.waitFor(null);
  return journey.claimOutcome ?? 'claim-with-staff';
}

interface RunningClaim {
  isRunning: boolean;
  /** It ended without a word: somebody terminated it. */
  isLost: boolean;
}

async function startClaim(journey: Journey, claimId: string): Promise<RunningClaim> {
  const input: ClaimInput = { claimId, journeyWorkflowId: workflowInfo().workflowId, encounterId: journey.encounterId };
  const claim: RunningClaim = { isRunning: true, isLost: false };
  try {
    const child = await startChild(WORKFLOW_TYPES.claim, { workflowId: claimWorkflowId(claimId), args: [input], parentClosePolicy: ParentClosePolicy.ABANDON, cancellationType: ChildWorkflowCancellationType.ABANDON, workflowIdReusePolicy: 'REJECT_DUPLICATE' });
    void child.result().then(() => (claim.isRunning = false), () => (claim.isLost = true));
  } catch (error) {
    // A claim has one workflow for life; a journey that is run again finds it there, and hears of it by signal only.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    claim.isRunning = false;
  }
  return claim;
}
