import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type GlassReviewInput } from './contracts/messages';
import { Errand, runErrand } from './support/errand';

/**
 * The review of a restricted record that somebody opened in an emergency (workflow ID `glass-review-<glassId>`): a manager says whether it was right, with
 * the ladder of the task. The glass itself closes in the record, by the clock of each request.
 */
export async function glassReview({ glassId }: GlassReviewInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openGlassReview({ ...at, glassId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    await errand.ask({ step: 'review-glass', type: 'review-glass' });
  });
  await condition(allHandlersFinished);
}
