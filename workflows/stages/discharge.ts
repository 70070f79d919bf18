import { condition } from '@temporalio/workflow';
import { type OverridableBranch, dischargeBranchOf, outlivesDeparture } from '../../domain/discharge/branches';
import { careFor, hasOpenCare } from '../care/rounds';
import { type Journey } from '../support/journey';
import { type TaskRequest } from '../support/taskBook';
import { WARD_CARE } from './treatment';

/**
 * Discharge as branches side by side, each a task that shows what blocks it; the patient departs when all are done and no
 * dose, review or critical value is still open, or when somebody who may has let a branch pass. Only then is the stay closed in
 * the record.
 */
export async function dischargePatient(journey: Journey): Promise<void> {
  const { tasks } = journey;
  const clinical = askInBranch(journey, 'clinical', { step: 'sign-discharge-summary', type: 'sign-discharge-summary' });
  const nursing = askInBranch(journey, 'nursing', { step: 'discharge-teaching', type: 'discharge-teaching' });
  const financial = clearFinances(journey);
  const ward = careFor(journey, WARD_CARE, () => !hasOpenCare(journey));
  await Promise.all([clinical, nursing, financial, ward]);
  if (journey.overridden.size > 0) await letPass(journey);
  // A prescription to take home that came in last is verified before the patient leaves.
  if (journey.hasNewOrders) await careFor(journey, WARD_CARE, () => !hasOpenCare(journey));
  await tasks.ask({ step: 'confirm-departure', type: 'confirm-departure' });
  journey.hasLeft = true;
  journey.bed = 'to-clean';
  await journey.steps.attempt('discharge-encounter', (calls, at) => calls.dischargeEncounter({ ...at, encounterId: journey.encounterId, disposition: 'completed' }));
}

async function clearFinances(journey: Journey): Promise<void> {
  await condition(() => journey.coverage === 'settled' || journey.overridden.has('financial'));
  await askInBranch(journey, 'financial', { step: 'financial-clearance', type: 'financial-clearance' });
}

/** Ask for the task of a branch and wait until it is done or its branch is let pass. */
async function askInBranch({ tasks, overridden }: Journey, branch: OverridableBranch, request: TaskRequest): Promise<void> {
  tasks.request(request);
  await condition(() => tasks.isDone(request.step) || overridden.has(branch));
  tasks.take(request.step);
}

/**
 * What is open in a branch that was let pass: duties that outlive the departure stay in their inboxes and hold the journey open, not
 * the bed; the rest makes no sense without the patient and is cancelled.
 */
async function letPass(journey: Journey): Promise<void> {
  const passed = journey.tasks.underWay.filter(({ type }) => {
    const branch = dischargeBranchOf(type);
    return branch !== null && branch !== 'departure' && journey.overridden.has(branch);
  });
  journey.lateTasks = passed.filter(({ type }) => outlivesDeparture(type)).map(({ step, type }) => ({ step, type }));
  await journey.cancelTasks(passed.filter(({ type }) => !outlivesDeparture(type)).map(({ step }) => step));
}

/** The patient has left; what was let pass is done all the same. */
export async function finishLateTasks(journey: Journey): Promise<void> {
  for (const { step, type } of journey.lateTasks) if (type !== 'verify-coverage') await journey.tasks.ask({ step, type });
}

/** The bed is free when it has been cleaned, not when the patient has left; the journey's other work goes on meanwhile. */
export async function cleanBed(journey: Journey): Promise<void> {
  if (journey.bed !== 'to-clean') return;
  await journey.tasks.ask({ step: 'clean-bed', type: 'clean-bed' });
  journey.bed = 'clean';
}
