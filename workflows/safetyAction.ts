import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type SafetyActionInput } from './contracts/safetyMessages';
import { Errand, runErrand } from './support/errand';

/**
 * An action agreed after a safety event (workflow ID `safety-action-<actionId>`): a task in its owner's hands, with reminders around its own due
 * date. Ends early when the action is dropped.
 */
export async function safetyAction({ actionId }: SafetyActionInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openSafetyActionTask({ ...at, actionId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    await errand.ask({ step: 'act', type: 'safety-action' });
  });
  await condition(allHandlersFinished);
}
