import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type CriticalResultInput } from './contracts/messages';
import { Errand, runErrand } from './support/errand';

/**
 * A report that became critical after the patient had left (workflow ID `critical-<reportId>-v<version>`): whoever ordered it reads it back, on
 * the same ladder as in the house. While a journey cares for the patient, it asks itself.
 */
export async function criticalResult({ reportId }: CriticalResultInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openCriticalTask({ ...at, reportId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    await errand.ask({ step: 'acknowledge-critical-result', type: 'acknowledge-critical-result' });
  });
  await condition(allHandlersFinished);
}
