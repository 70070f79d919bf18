import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type AmendmentInput } from './contracts/messages';
import { Errand, runErrand } from './support/errand';
import { hasChange } from './support/generation';

/**
 * A patient asked that an entry of their record be amended (workflow ID `amendment-<amendmentId>`): the privacy officer decides within the 60 days of the law, or says why it
 * takes 30 more, once. Reminders stand around the request's own date. Once it is accepted, others are told of it.
 */
export async function amendment({ amendmentId }: AmendmentInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openAmendmentTask({ ...at, amendmentId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    const decided = await errand.ask({ step: 'decide', type: 'decide-amendment' });
    const last = decided?.values['decision'] === 'extend' ? await errand.ask({ step: 'decide-extended', type: 'decide-extended-amendment' }) : decided;
    if (last?.values['decision'] === 'accept' && hasChange('amendment-told')) await errand.ask({ step: 'tell', type: 'tell-amended' });
  });
  await condition(allHandlersFinished);
}
