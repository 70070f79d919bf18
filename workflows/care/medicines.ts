import { nextMedicineRoundAt } from '../../domain/clinical/medicineRounds';
import { HOUR_MS } from '../../domain/time';
import { now } from '../support/clock';
import { type Journey } from '../support/journey';
import { type CareStrand } from './strand';

const verifyStep = (verification: number) => `verify-medicines-${verification}`;
const roundStep = (round: number) => `medicine-round-${round}`;
const checkStep = (round: number) => `check-high-alert-${round}`;
const highAlertStep = (round: number) => `high-alert-round-${round}`;

/**
 * No dose before a pharmacist has verified the orders; then rounds when the record says that doses are due, until none is left. A
 * high-alert dose is checked by one nurse before another gives it.
 */
export const medicines: CareStrand = {
  wait: 'next-medicine-round',
  async advance(journey) {
    const { tasks } = journey;
    const line = journey.care.medicines;
    verify(journey);
    if (tasks.take(checkStep(line.round))) tasks.request({ step: highAlertStep(line.round), type: 'high-alert-round', round: line.round });
    const settled = [roundStep(line.round), highAlertStep(line.round)].filter((step) => tasks.take(step) !== null);
    if (settled.length > 0 && !isRoundUnderWay(journey)) scheduleNext(journey);
    const due = medicines.dueAt(journey);
    if (due === null || due > now() || line.everyHours === null) return;
    await planRound(journey, line.round + 1);
  },
  dueAt(journey) {
    const { care } = journey;
    const { unverified, everyHours, finished, dueAt } = care.medicines;
    const waits = care.discharge.decided || unverified || everyHours === null || finished || isRoundUnderWay(journey);
    return waits ? null : dueAt;
  },
};

async function planRound(journey: Journey, round: number): Promise<void> {
  const line = journey.care.medicines;
  // Skipped only for this one round, and on record: the doses were given from paper.
  const plan = await journey.steps.attempt(`plan-medicine-round-${round}`, (calls, at) => calls.planMedicineRound({ ...at, encounterId: journey.encounterId, round }), { skipAs: { doses: 0, finished: false } });
  line.round = round;
  line.finished = plan.finished;
  if (plan.nextInMs !== undefined) line.nextAt = plan.nextInMs === null ? null : now() + plan.nextInMs;
  const highAlert = plan.highAlertDoses ?? 0;
  if (plan.doses > highAlert) journey.tasks.request({ step: roundStep(round), type: 'medicine-round', round });
  if (highAlert > 0) journey.tasks.request({ step: checkStep(round), type: 'check-high-alert', round });
  if (plan.doses === 0) line.dueAt = line.nextAt ?? now() + (line.everyHours ?? 0) * HOUR_MS;
}

/** The record knows when the next dose is due. Rounds planned before it said so kept the shortest interval. */
function scheduleNext({ care }: Journey): void {
  const line = care.medicines;
  if (line.nextAt !== undefined) line.dueAt = line.nextAt;
  else if (line.dueAt !== null && line.everyHours !== null) line.dueAt = nextMedicineRoundAt(line.dueAt, now(), line.everyHours);
}

function isRoundUnderWay({ care, tasks }: Journey): boolean {
  const { round } = care.medicines;
  return [roundStep(round), checkStep(round), highAlertStep(round)].some((step) => tasks.isUnderWay(step) || tasks.isDone(step));
}

function verify({ care, tasks }: Journey): void {
  const line = care.medicines;
  if (!line.unverified) return;
  if (tasks.take(verifyStep(line.verifications))) {
    line.unverified = false;
    // A medicine ordered later does not wait for the round of the others.
    line.dueAt = line.nextAt === undefined ? (line.dueAt ?? now()) : now();
  } else if (!care.discharge.decided || line.takeHome) tasks.request({ step: verifyStep(line.verifications), type: 'verify-medicines', round: line.verifications });
}

const statStep = (asked: number) => `stat-doses-${asked}`;

/** A dose ordered stat is given at once: it waits for no round. */
export const statDoses: CareStrand = {
  wait: null,
  advance({ care, tasks }) {
    const line = care.stat;
    if (!line) return;
    if (tasks.take(statStep(line.asked))) line.underWay = false;
    if (!line.wanted || line.underWay) return;
    line.asked += 1;
    line.underWay = true;
    line.wanted = false;
    tasks.request({ step: statStep(line.asked), type: 'give-stat-doses', round: line.asked });
  },
  dueAt: () => null,
};
