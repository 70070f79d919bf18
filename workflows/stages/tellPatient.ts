import { type PatientMessage } from '../../activities/followUp';
import { type StepDesk } from '../support/stepDesk';

/** Tell the patient something, once per event. A message that cannot be sent may be skipped by a person: it holds up nothing else. */
export async function tellPatient(steps: StepDesk, encounterId: string, message: PatientMessage): Promise<void> {
  await steps.attempt(`tell-${message.event}`.slice(0, 60), (calls, at) => calls.notifyPatient({ ...at, encounterId, message }), { skipAs: { notifications: 0 } });
}
