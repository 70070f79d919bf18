import { doseWords, inSeveralSets, type OrderSet, type OrderSetItem, REPLAY_LABEL, REPLAY_ORDER_SET } from '../../../../domain/orders/orderSets';
import { type FormValues, type Option, type RowValue, type TaskRow } from '../../../../domain/tasks/form';
import { type Act, execute } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { loadDisplays } from '../../clinical/concepts';
import { writeNoteIfAny } from '../../clinical/notes';
import { knownOrders } from '../../clinical/orders/knownOrders';
import { type ChosenSets, ordersOf, repeats } from '../../clinical/orders/orderSet';
import { loadOrderSets, suggestedSet } from '../../clinical/orders/orderSets';
import { placeOrders } from '../../clinical/orders/placeOrders';
import { type EncounterRow, requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect } from '../effect';

/** Admission orders: a set by the reason of the admission, each line to be seen and ticked or not. */
export const placeOrdersEffect: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const isReplay = encounter.replayOfEncounterId !== null;
    const sets = await loadOrderSets(act, task.createdAt);
    const wanted = encounter.orderSet ?? (isReplay ? REPLAY_ORDER_SET : await suggestedSet(act, encounter));
    // A set made or brought back since the task was opened is not offered here.
    const orderSet = wanted === REPLAY_ORDER_SET || sets.some(({ code }) => code === wanted) ? wanted : null;
    const options: Option[] = [...sets.map(({ code, label }) => ({ value: code, label })), { value: REPLAY_ORDER_SET, label: REPLAY_LABEL }];
    return {
      // "As recorded" stands in every list; the effect says why a stay that is no replay cannot have it.
      options: { orderSet: isReplay || act.transaction ? options : options.slice(0, -1), alsoSet: options.slice(0, -1) },
      values: { ...(orderSet === null ? {} : { orderSet }), ...(encounter.plannedHours === null ? {} : { plannedHours: encounter.plannedHours }) },
      rows: { items: await rowsOf(act, encounter, sets) },
    };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const chosen = chosenOf(values);
    const orders = await ordersOf(act, encounter, chosen, await loadOrderSets(act, task.createdAt));
    await placeOrders(act, encounter, orders, { override: chosen.overrideReason, field: 'orderSet' });
    await execute(act, 'UPDATE encounters SET order_set = ?, planned_hours = ?, version = version + 1, updated_at = ? WHERE id = ?', [chosen.orderSet, values['plannedHours'], act.now, encounter.id]);
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'clinical-question', text: values['note'], taskId: task.id });
    return { services: orders.services.length, medicines: orders.medicines.length };
  },
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Lines that were sent are those that were seen: a set nobody has looked at is not ordered behind the physician's back. */
function chosenOf(values: FormValues): ChosenSets {
  const orderSet = String(values['orderSet']);
  const alsoSet = textOf(values['alsoSet']);
  const rows = (values['items'] ?? []) as readonly RowValue[];
  const unseen = rows.length === 0 ? undefined : [orderSet, alsoSet].find((set) => set !== null && set !== REPLAY_ORDER_SET && !rows.some(({ id }) => id.startsWith(`${set}/`)));
  if (unseen) throw unprocessable('items-unseen', 'Look at what this set orders first.', { errors: [{ field: unseen === orderSet ? 'orderSet' : 'alsoSet', message: 'Its items are shown below now. Look at them, then complete.' }] });
  return { orderSet, alsoSet, ticked: rows.length === 0 ? null : new Set(rows.filter((row) => row['order'] === true).map(({ id }) => id)), overrideReason: textOf(values['overrideReason']) };
}

/** Every line of every set, with what it repeats. */
async function rowsOf(act: Act, encounter: EncounterRow, sets: readonly OrderSet[]): Promise<TaskRow[]> {
  const items = sets.flatMap((set) => set.items.map((item) => ({ set, item })));
  const display = await loadDisplays(act, items.map(({ item }) => item));
  const known = await knownOrders(act, encounter.id);
  const shared = inSeveralSets(sets);
  const now = act.now.getTime();
  return items.map(({ set, item }) => {
    const repeated = repeats(item.category === 'laboratory' ? [item.code] : [], item.category === 'imaging' ? [item.code] : [], known, now);
    const hints = [kindWords(item), item.note, repeated[0], shared.has(item.code) ? 'In other sets too: ordered once.' : null];
    return { id: item.id, group: { value: set.code, label: set.label, note: set.source }, label: display(item.systemCode, item.code), hint: hints.filter(Boolean).join(' '), values: { order: item.isPreselected && repeated.length === 0 } };
  });
}

function kindWords(item: OrderSetItem): string {
  if (item.category === 'medicine') return `${doseWords(item)}.`;
  return `${item.category === 'laboratory' ? 'Laboratory' : 'Imaging'}${item.priority === 'routine' ? '' : `, ${item.priority}`}.`;
}
