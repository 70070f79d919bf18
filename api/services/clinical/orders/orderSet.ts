import { duplicateStudies, duplicateTests } from '../../../../domain/orders/duplicateTests';
import { itemsToOrder, type OrderSet, REPLAY_ORDER_SET } from '../../../../domain/orders/orderSets';
import { type Act } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { medicineOrder } from '../medicines/medicineOrder';
import { type ServiceOrder } from './insertServices';
import { knownOrders, type KnownOrders } from './knownOrders';
import { type Orders } from './placeOrders';
import { replayOrders } from './replay';

/** What a physician chose at admission. */
export interface ChosenSets {
  readonly orderSet: string;
  readonly alsoSet: string | null;
  /** Lines that were ticked; null: nobody looked at them one by one. */
  readonly ticked: ReadonlySet<string> | null;
  readonly overrideReason: string | null;
}

/** What the chosen ones of these sets ask for in this stay. `as-recorded` plays the past encounter again, and only a replay has one. */
export async function ordersOf(act: Act, encounter: EncounterRow, { orderSet, alsoSet, ticked, overrideReason }: ChosenSets, sets: readonly OrderSet[]): Promise<Orders> {
  const known = await knownOrders(act, encounter.id);
  if (orderSet === REPLAY_ORDER_SET) {
    if (encounter.replayOfEncounterId === null) throw unprocessable('not-a-replay', 'Only a replayed stay can be ordered as recorded.', { errors: [{ field: 'orderSet', message: 'Choose another order set.' }] });
    return replayOrders(act, encounter.replayOfEncounterId);
  }
  const chosen = [orderSet, ...(alsoSet && alsoSet !== orderSet ? [alsoSet] : [])].map((code) => requireSet(sets, code));
  const items = itemsToOrder(chosen, ticked);
  const repeated = repeats(items.filter(({ category }) => category === 'laboratory').map(({ code }) => code), items.filter(({ category }) => category === 'imaging').map(({ code }) => code), known, act.now.getTime());
  if (repeated.length > 0 && overrideReason === null) throw unprocessable('duplicate-order', 'A test of this order is ordered or reported already. Leave it out, or say why it is needed again.', { errors: repeated.map((message) => ({ field: 'overrideReason', message })) });
  const services = items.flatMap((item): ServiceOrder[] => (item.category === 'medicine' ? [] : [{
    category: item.category, systemCode: item.systemCode, code: item.code, priority: item.priority, round: known[item.category].lastRound + 1, replay: null, duplicateReason: repeated.length > 0 ? overrideReason : null,
  }]));
  const medicines = items.filter(({ category }) => category === 'medicine').map(({ code, doseQuantity, doseUnit, route, everyHours }) => medicineOrder({ code, doseQuantity, doseUnit, route, everyHours, dosesPlanned: everyHours === null ? 1 : null }));
  return { services, medicines };
}

/** What this repeats, across the sets and beside what the stay has already. */
export function repeats(laboratory: readonly string[], imaging: readonly string[], known: Record<'laboratory' | 'imaging', KnownOrders>, now: number): string[] {
  return [...duplicateTests(laboratory, known.laboratory.orders, now), ...duplicateStudies(imaging, known.imaging.orders, now)];
}

function requireSet(sets: readonly OrderSet[], code: string): OrderSet {
  const set = sets.find((one) => one.code === code);
  if (!set) throw unprocessable('no-order-set', 'There is no such order set.', { errors: [{ field: 'orderSet', message: 'Choose another order set.' }] });
  return set;
}
