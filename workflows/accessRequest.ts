import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type AccessRequestInput } from './contracts/messages';
import { Errand, runErrand } from './support/errand';

/** A patient asked for their record (workflow ID `access-request-<requestId>`): the registrar gives it, within the 30 days of the law. */
export async function accessRequest({ requestId }: AccessRequestInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openAccessTask({ ...at, requestId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    await errand.ask({ step: 'give-record', type: 'give-record' });
  });
  await condition(allHandlersFinished);
}
