import { now } from '../support/clock';
import { type Journey } from '../support/journey';
import { type CareState } from './state';

/** Read what the orders ask for now, at first and whenever the stay goes on. Answers the planned stay in hours. */
export async function planCare(journey: Journey): Promise<number> {
  const { care } = journey;
  care.plans += 1;
  const plan = await journey.steps.attempt(`plan-care-${care.plans}`, (calls, at) => calls.planCare({ ...at, encounterId: journey.encounterId }));
  planLaboratory(care, plan.laboratoryRounds, plan.urgentRounds ?? []);
  planImaging(care, plan.imagingRounds ?? []);
  addNew(care.procedures.rounds, plan.procedureRounds);
  if ((plan.statDoses ?? 0) > 0) care.stat = { ...(care.stat ?? { asked: 0, underWay: false }), wanted: true };
  if (plan.unverifiedMedicines > 0 && !care.medicines.unverified) {
    care.medicines.unverified = true;
    care.medicines.verifications += 1;
  }
  care.medicines.everyHours = plan.medicineEveryHours;
  care.medicines.finished = false;
  if (!care.medicines.unverified) care.medicines.dueAt ??= now();
  return plan.plannedHours;
}

/** Read the orders again when somebody ordered or stopped something. */
export async function planNewOrders(journey: Journey): Promise<void> {
  const { care } = journey;
  if (!journey.hasNewOrders) return;
  care.ordersSeen = care.ordersChanged ?? 0;
  if (care.discharge.decided) care.medicines.takeHome = true;
  await planCare(journey);
}

/** Urgent rounds wait for no other. A round that is being examined already is asked for once. */
function planLaboratory(care: CareState, rounds: readonly number[], urgent: readonly number[]): void {
  const known = [...care.laboratory.rounds, ...(care.atOnce ?? []).map(({ round }) => round)];
  const fresh = urgent.filter((round) => !known.includes(round));
  if (fresh.length > 0) care.atOnce = [...(care.atOnce ?? []), ...fresh.map((round) => ({ round, phase: 'waiting' as const }))];
  const beside = (care.atOnce ?? []).map(({ round }) => round);
  addNew(care.laboratory.rounds, rounds.filter((round) => !beside.includes(round)));
}

function planImaging(care: CareState, rounds: readonly { readonly round: number; readonly stat: boolean }[]): void {
  const known = (care.imaging ?? []).map(({ round }) => round);
  const fresh = rounds.filter(({ round }) => !known.includes(round));
  if (fresh.length > 0) care.imaging = [...(care.imaging ?? []), ...fresh.map(({ round, stat }) => ({ round, stat, phase: 'waiting' as const }))];
}

function addNew(rounds: number[], planned: readonly number[]): void {
  rounds.push(...planned.filter((round) => !rounds.includes(round)));
}
