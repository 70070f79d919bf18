import { now } from '../support/clock';
import { type Journey } from '../support/journey';

/** Read what the orders ask for now, at first and whenever the stay goes on. Answers the planned stay in hours. */
export async function planCare(journey: Journey): Promise<number> {
  const { care } = journey;
  care.plans += 1;
  const plan = await journey.steps.attempt(`plan-care-${care.plans}`, (calls, at) => calls.planCare({ ...at, encounterId: journey.encounterId }));
  addNew(care.laboratory.rounds, plan.laboratoryRounds);
  addNew(care.procedures.rounds, plan.procedureRounds);
  if (plan.unverifiedMedicines > 0 && !care.medicines.unverified) {
    care.medicines.unverified = true;
    care.medicines.verifications += 1;
  }
  care.medicines.everyHours = plan.medicineEveryHours;
  care.medicines.finished = false;
  if (!care.medicines.unverified) care.medicines.dueAt ??= now();
  return plan.plannedHours;
}

function addNew(rounds: number[], planned: readonly number[]): void {
  rounds.push(...planned.filter((round) => !rounds.includes(round)));
}
