import { roundCadence } from '../../../domain/orders/doseSchedule';
import { type Act, selectOne, select } from '../../http/act';
import { medicineOrders, onTheWard } from '../clinical/medicines/orders';
import { type EncounterRow } from './encounterRow';

/** A stay nobody planned is looked at again after two days. */
const UNPLANNED_HOURS = 48;

export interface CarePlan {
  readonly laboratoryRounds: number[];
  readonly urgentRounds: number[];
  readonly imagingRounds: { round: number; stat: boolean }[];
  readonly procedureRounds: number[];
  readonly unverifiedMedicines: number;
  readonly medicineEveryHours: number | null;
  readonly statDoses: number;
  readonly plannedHours: number;
}

/** What the orders of a stay ask for now: rounds not finished, medicines not verified, and how often doses are due. */
export async function planCare(act: Act, encounter: EncounterRow): Promise<CarePlan> {
  // What has a preliminary report is examined; its final one is asked for by who asked for the first.
  const rounds = await select<{ category: string; round: number; urgent: number; stat: number }>(
    act,
    `SELECT r.category, r.round_number AS round, MAX(r.priority <> 'routine') AS urgent, MAX(r.priority = 'stat') AS stat FROM service_requests r
     WHERE r.encounter_id = ? AND r.status = 'active' AND r.category IN ('laboratory', 'imaging', 'procedure') AND NOT EXISTS (SELECT 1 FROM diagnostic_reports d WHERE d.service_request_id = r.id)
     GROUP BY r.category, r.round_number ORDER BY r.category, r.round_number`,
    [encounter.id],
  );
  const roundsOf = (category: string) => rounds.filter((row) => row.category === category);
  const orders = await medicineOrders(act, encounter.id);
  const ward = onTheWard(orders);
  const given = await selectOne<{ n: number; stat: number | null }>(act, "SELECT COUNT(*) AS n, SUM(m.schedule = 'stat' AND a.status = 'planned') AS stat FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id WHERE a.encounter_id = ?", [encounter.id]);
  const isScheduled = ward.some((order) => order.status === 'active') || Number(given?.n ?? 0) > 0;
  return {
    laboratoryRounds: roundsOf('laboratory').map(({ round }) => round),
    urgentRounds: roundsOf('laboratory').filter(({ urgent }) => Number(urgent) === 1).map(({ round }) => round),
    imagingRounds: roundsOf('imaging').map(({ round, stat }) => ({ round, stat: Number(stat) === 1 })),
    procedureRounds: roundsOf('procedure').map(({ round }) => round),
    unverifiedMedicines: orders.filter((order) => order.status === 'active' && order.verifiedAt === null).length,
    medicineEveryHours: isScheduled ? roundCadence(ward) : null,
    statDoses: Number(given?.stat ?? 0),
    plannedHours: encounter.plannedHours ?? UNPLANNED_HOURS,
  };
}
