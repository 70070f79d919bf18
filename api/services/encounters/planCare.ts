import { roundCadence } from '../../../domain/orders/doseSchedule';
import { type Act, selectOne, select } from '../../http/act';
import { medicineOrders, onTheWard } from '../clinical/medicines/orders';
import { type EncounterRow } from './encounterRow';

/** A stay nobody planned is looked at again after two days. */
const UNPLANNED_HOURS = 48;

export interface CarePlan {
  readonly laboratoryRounds: number[];
  readonly procedureRounds: number[];
  readonly unverifiedMedicines: number;
  readonly medicineEveryHours: number | null;
  readonly statDoses: number;
  readonly plannedHours: number;
}

/** What the orders of a stay ask for now: rounds not finished, medicines not verified, and how often doses are due. */
export async function planCare(act: Act, encounter: EncounterRow): Promise<CarePlan> {
  const rounds = await select<{ category: string; round: number }>(
    act,
    "SELECT DISTINCT category, round_number AS round FROM service_requests WHERE encounter_id = ? AND status = 'active' AND category IN ('laboratory', 'procedure') ORDER BY category, round_number",
    [encounter.id],
  );
  const orders = await medicineOrders(act, encounter.id);
  const ward = onTheWard(orders);
  const given = await selectOne<{ n: number; stat: number | null }>(act, "SELECT COUNT(*) AS n, SUM(m.schedule = 'stat' AND a.status = 'planned') AS stat FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id WHERE a.encounter_id = ?", [encounter.id]);
  const isScheduled = ward.some((order) => order.status === 'active') || Number(given?.n ?? 0) > 0;
  return {
    laboratoryRounds: rounds.filter((row) => row.category === 'laboratory').map((row) => row.round),
    procedureRounds: rounds.filter((row) => row.category === 'procedure').map((row) => row.round),
    unverifiedMedicines: orders.filter((order) => order.status === 'active' && order.verifiedAt === null).length,
    medicineEveryHours: isScheduled ? roundCadence(ward) : null,
    statDoses: Number(given?.stat ?? 0),
    plannedHours: encounter.plannedHours ?? UNPLANNED_HOURS,
  };
}
