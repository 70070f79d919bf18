import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { type GroupFixInput } from './contracts/messages';
import { openSteps } from './support/openSteps';
import { StepCancelled } from './support/stepDesk';

/**
 * One fix for many claims or stuck steps, chunk by chunk until none is left (workflow ID `group-fix-<id>-plan` or `-apply`). What is
 * done is marked in the record with its effect, so whatever dies on the way, no claim is left out and none is done twice. Stopping is a
 * change of the record: the next chunk finds nothing left.
 */
export async function groupFix(input: GroupFixInput): Promise<void> {
  const { groupFixId, phase } = input;
  const steps = openSteps();
  try {
    for (let chunk = (input.chunks ?? 0) + 1; ; chunk += 1) {
      const { left } = await steps.attempt(`${phase}-${chunk}`, (calls, at) => calls.workGroupFix({ ...at, groupFixId, phase }), { scheduled: true });
      if (left === 0) break;
      if (!workflowInfo().continueAsNewSuggested) continue;
      await condition(allHandlersFinished);
      await continueAsNew<typeof groupFix>({ groupFixId, phase, chunks: chunk });
    }
  } catch (error) {
    if (!(error instanceof StepCancelled)) throw error; // given up at its incident; what is left stays listed
  }
  await condition(allHandlersFinished);
}
