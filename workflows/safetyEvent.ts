import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type SafetyEventInput } from './contracts/safetyMessages';
import { Errand, runErrand } from './support/errand';

/**
 * A safety event (workflow ID `safety-event-<eventId>-<life>`): triaged, looked into, closed. Its actions are errands of their own; the record
 * refuses to close it before they are done, and serious harm by who looked into it. Opened again it begins another life.
 */
export async function safetyEvent({ eventId, isSentinel, isReopened }: SafetyEventInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openSafetyTask({ ...at, eventId, task: { workflowId, step, type } }));
  await runErrand(errand, async () => {
    if (!isReopened) {
      const triaged = await errand.ask({ step: 'triage', type: isSentinel ? 'triage-sentinel-event' : 'triage-safety-event' });
      if (triaged?.values['decision'] !== 'investigate') return;
    }
    if (!(await errand.ask({ step: 'investigate', type: 'investigate-safety-event' }))) return;
    await errand.ask({ step: 'close', type: 'close-safety-event' });
  });
  await condition(allHandlersFinished);
}
