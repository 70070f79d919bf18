import { nextMedicineRoundAt } from '../../domain/clinical/medicineRounds';
import { HOUR_MS } from '../../domain/time';
import { now } from '../support/clock';
import { type Journey } from '../support/journey';
import { type CareStrand } from './strand';

const verifyStep = (verification: number) => `verify-medicines-${verification}`;
const roundStep = (round: number) => `medicine-round-${round}`;

/** No dose before a pharmacist has verified the orders; then rounds at the shortest dosing interval until no dose is left. */
export const medicines: CareStrand = {
  wait: 'next-medicine-round',
  async advance(journey) {
    const { tasks } = journey;
    const line = journey.care.medicines;
    verify(journey);
    if (tasks.take(roundStep(line.round)) && line.dueAt !== null && line.everyHours !== null) line.dueAt = nextMedicineRoundAt(line.dueAt, now(), line.everyHours);
    const due = medicines.dueAt(journey);
    if (due === null || due > now() || line.everyHours === null) return;
    const round = line.round + 1;
    // Skipped only for this one round, and on record: the doses were given from paper.
    const plan = await journey.steps.attempt(`plan-medicine-round-${round}`, (calls, at) => calls.planMedicineRound({ ...at, encounterId: journey.encounterId, round }), { skipAs: { doses: 0, finished: false } });
    line.round = round;
    line.finished = plan.finished;
    if (plan.doses > 0) tasks.request({ step: roundStep(round), type: 'medicine-round', round });
    else line.dueAt = now() + line.everyHours * HOUR_MS;
  },
  dueAt({ care, tasks }) {
    const { unverified, everyHours, finished, dueAt, round } = care.medicines;
    const waits = care.discharge.decided || unverified || everyHours === null || finished || tasks.isUnderWay(roundStep(round));
    return waits ? null : dueAt;
  },
};

function verify({ care, tasks }: Journey): void {
  const line = care.medicines;
  if (!line.unverified) return;
  if (tasks.take(verifyStep(line.verifications))) {
    line.unverified = false;
    line.dueAt ??= now();
  } else if (!care.discharge.decided) tasks.request({ step: verifyStep(line.verifications), type: 'verify-medicines', round: line.verifications });
}
