import { condition } from '@temporalio/workflow';
import { careFor, hasOpenCare } from '../care/rounds';
import { type Journey } from '../support/journey';
import { WARD_CARE } from './treatment';

/**
 * Discharge as branches side by side, each a task that shows what blocks it; the patient departs when all are done and no
 * dose, review or critical value is still open. Only then is the stay closed in the record.
 */
export async function dischargePatient(journey: Journey): Promise<void> {
  const { tasks } = journey;
  const clinical = tasks.ask({ step: 'sign-discharge-summary', type: 'sign-discharge-summary' });
  const nursing = tasks.ask({ step: 'discharge-teaching', type: 'discharge-teaching' });
  const financial = clearFinances(journey);
  const ward = careFor(journey, WARD_CARE, () => !hasOpenCare(journey));
  await Promise.all([clinical, nursing, financial, ward]);
  await tasks.ask({ step: 'confirm-departure', type: 'confirm-departure' });
  journey.hasLeft = true;
  journey.bed = 'to-clean';
  await journey.steps.attempt('discharge-encounter', (calls, at) => calls.dischargeEncounter({ ...at, encounterId: journey.encounterId, disposition: 'completed' }));
}

async function clearFinances(journey: Journey): Promise<void> {
  await condition(() => journey.coverage === 'settled');
  await journey.tasks.ask({ step: 'financial-clearance', type: 'financial-clearance' });
}

/** The bed is free when it has been cleaned, not when the patient has left; the journey's other work goes on meanwhile. */
export async function cleanBed(journey: Journey): Promise<void> {
  if (journey.bed !== 'to-clean') return;
  await journey.tasks.ask({ step: 'clean-bed', type: 'clean-bed' });
  journey.bed = 'clean';
}
