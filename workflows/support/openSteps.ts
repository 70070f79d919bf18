import { setHandler } from '@temporalio/workflow';
import { AlarmClock, type AlarmSource } from './alarmClock';
import { runBeside } from './beside';
import { iso, now } from './clock';
import { progressQuery, resolveIncidentUpdate } from './messages';
import { StepDesk } from './stepDesk';

/**
 * The steps of a workflow that belongs to no journey and opens no tasks: what fails waits at its incident for a person, and an alarm
 * rings at the times of its retries and of `alarms`.
 */
export function openSteps({ claimId = null, alarms = [] }: { readonly claimId?: string | null; readonly alarms?: readonly AlarmSource[] } = {}): StepDesk {
  const steps: StepDesk = new StepDesk({ journeyId: null, claimId, assertCancellable: () => undefined, cancel: () => steps.cancelOpen() });
  const alarm = new AlarmClock(() => steps.isIdle);
  setHandler(resolveIncidentUpdate, (resolution) => steps.resolve(resolution), { validator: (resolution) => steps.validate(resolution) });
  setHandler(progressQuery, () => ({ now: iso(now()), stage: null, waitingFor: steps.inTrouble ? 'incident' : null, waitingUntil: null, openTasks: [], ...steps.progress(), cancelled: null, outcome: null }));
  for (const source of [steps.alarm, ...alarms]) alarm.addSource(source);
  runBeside(() => alarm.run());
  return steps;
}
