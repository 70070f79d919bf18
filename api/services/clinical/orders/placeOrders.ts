import { newId } from '../../../../db/newId';
import { type Act, execute } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { type MedicineOrder } from '../medicines/medicineOrder';
import { orderMedicines } from '../medicines/orderMedicines';

/** A laboratory test, panel or procedure to order. */
export interface ServiceOrder {
  readonly category: 'laboratory' | 'procedure';
  readonly systemCode: string;
  readonly code: string;
  /** What is drawn or done together. */
  readonly round: number;
  readonly replay: unknown;
}

export interface Orders {
  readonly services: readonly ServiceOrder[];
  readonly medicines: readonly MedicineOrder[];
}

/** Order what an order set asks for. Medicines go through the one check that all of them go through. */
export async function placeOrders(act: Act, encounter: EncounterRow, orders: Orders, options: { override: string | null; field: string }): Promise<void> {
  await orderMedicines(act, encounter, orders.medicines, options);
  await insertServices(act, encounter, orders.services);
}

async function insertServices(act: Act, encounter: EncounterRow, services: readonly ServiceOrder[]): Promise<void> {
  if (services.length === 0) return;
  const rows = services.map((order) => [newId(), encounter.patientId, encounter.id, order.category, order.systemCode, order.code, 'routine', 'active', order.round, act.principal.id, act.now, order.replay === null ? null : JSON.stringify(order.replay)]);
  await execute(
    act,
    `INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, priority, status, round_number, requester_id, ordered_at, replay) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}
