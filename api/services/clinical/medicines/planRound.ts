import { newId } from '../../../../db/newId';
import { doseInRound, isFinishedAfter, roundCadence } from '../../../../domain/orders/doseSchedule';
import { type Act, execute, selectOne } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { medicineOrders, onTheWard } from './orders';

/**
 * Schedule the doses of one round: every verified, active order whose interval falls in it. Doses have numbers and a unique key,
 * so that planning a round again plans nothing new. No dose is planned before a pharmacist has verified the order.
 */
export async function planMedicineRound(act: Act, encounter: EncounterRow, round: number): Promise<{ doses: number; finished: boolean }> {
  const orders = onTheWard(await medicineOrders(act, encounter.id, { lock: true }));
  const cadence = roundCadence(orders);
  if (cadence === null || encounter.status !== 'in-progress') return { doses: 0, finished: true };
  const active = orders.filter((order) => order.status === 'active' && order.verifiedAt !== null);
  const due = active.flatMap((order) => {
    const dose = doseInRound(order, round, cadence);
    return dose === null ? [] : [[newId(), encounter.patientId, encounter.id, order.id, dose, act.now]];
  });
  if (due.length > 0) {
    await execute(
      act,
      `INSERT INTO medication_administrations (id, patient_id, encounter_id, medication_request_id, dose_number, due_at) VALUES ${due.map(() => '(?)').join(', ')} ON DUPLICATE KEY UPDATE id = id`,
      due,
    );
  }
  // Counted, not taken from above: a dose of an earlier round that is still open belongs on this one's form too.
  const open = await selectOne<{ n: number }>(act, "SELECT COUNT(*) AS n FROM medication_administrations WHERE encounter_id = ? AND status = 'planned'", [encounter.id]);
  return { doses: Number(open?.n ?? 0), finished: active.every((order) => isFinishedAfter(order, round, cadence)) };
}
