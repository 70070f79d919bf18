import { ORDER_SETS, type OrderSet, type OrderSetName, REPLAY_ORDER_SET } from '../../../../domain/orders/orderSets';
import { type Act } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { replayOrders } from './replay';
import { medicineOrder } from '../medicines/medicineOrder';
import { type Orders } from './placeOrders';

/** What an order set asks for in this stay. `as-recorded` plays the past encounter again, and only a replay has one. */
export async function ordersOf(act: Act, encounter: EncounterRow, name: OrderSetName): Promise<Orders> {
  if (name === REPLAY_ORDER_SET) {
    if (encounter.replayOfEncounterId === null) throw unprocessable('not-a-replay', 'Only a replayed stay can be ordered as recorded.', { errors: [{ field: 'orderSet', message: 'Choose another order set.' }] });
    return replayOrders(act, encounter.replayOfEncounterId);
  }
  const set: OrderSet = ORDER_SETS[name];
  return {
    services: set.laboratory.map((code) => ({ category: 'laboratory', systemCode: 'LOINC', code, round: 1, replay: null })),
    medicines: set.medicines.map((medicine) => medicineOrder({ ...medicine, dosesPlanned: medicine.everyHours === null ? 1 : null })),
  };
}
