import { type Act } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { type MedicineOrder } from '../medicines/medicineOrder';
import { orderMedicines } from '../medicines/orderMedicines';
import { insertServices, type ServiceOrder } from './insertServices';

export interface Orders {
  readonly services: readonly ServiceOrder[];
  readonly medicines: readonly MedicineOrder[];
}

/** Order what an order set asks for. Medicines go through the one check that all of them go through. */
export async function placeOrders(act: Act, encounter: EncounterRow, orders: Orders, options: { override: string | null; field: string }): Promise<void> {
  await orderMedicines(act, encounter, orders.medicines, options);
  await insertServices(act, encounter, orders.services);
}
