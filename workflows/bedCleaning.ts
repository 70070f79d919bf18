import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type BedCleaningInput } from './contracts/messages';
import { Errand, runErrand } from './support/errand';

/**
 * Housekeeping of a bed that somebody left during a stay (workflow ID `bed-cleaning-<locationId>`): the bed is free when it has
 * been cleaned. At the end of a stay the journey itself asks. Ends early when the move was a mistake.
 */
export async function bedCleaning({ bedId }: BedCleaningInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openBedTask({ ...at, bedId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    await errand.ask({ step: 'clean-bed', type: 'clean-bed' });
  });
  await condition(allHandlersFinished);
}
