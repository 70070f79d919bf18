import { INTERPRETATIONS } from '../../../../domain/clinical/interpretation';
import { type OrderSetName, REPLAY_ORDER_SET } from '../../../../domain/orders/orderSets';
import { type RowValue } from '../../../../domain/tasks/form';
import { execute } from '../../../http/act';
import { writeNote, writeNoteIfAny } from '../../clinical/notes';
import { ordersOf } from '../../clinical/orders/orderSet';
import { placeOrders } from '../../clinical/orders/placeOrders';
import { acknowledgeCriticals, unacknowledgedCriticals } from '../../clinical/results/criticalResults';
import { enterResults } from '../../clinical/results/enterResults';
import { expectedResults } from '../../clinical/results/expectedResults';
import { collectSpecimens, specimensToCollect } from '../../clinical/results/specimens';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect, type TaskEffects } from '../effect';

const placeOrdersEffect: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const orderSet = encounter.orderSet ?? (encounter.replayOfEncounterId === null ? null : REPLAY_ORDER_SET);
    return { values: { ...(orderSet === null ? {} : { orderSet }), ...(encounter.plannedHours === null ? {} : { plannedHours: encounter.plannedHours }) } };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const orderSet = values['orderSet'] as OrderSetName;
    const override = typeof values['overrideReason'] === 'string' ? values['overrideReason'] : null;
    const orders = await ordersOf(act, encounter, orderSet);
    await placeOrders(act, encounter, orders, { override, field: 'orderSet' });
    await execute(act, 'UPDATE encounters SET order_set = ?, planned_hours = ?, version = version + 1, updated_at = ? WHERE id = ?', [orderSet, values['plannedHours'], act.now, encounter.id]);
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'clinical-question', text: values['note'], taskId: task.id });
    return { services: orders.services.length, medicines: orders.medicines.length };
  },
};

const collectSpecimensEffect: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const specimens = await specimensToCollect(act, encounter.id, task.round);
    return { rows: { specimens: specimens.map((specimen) => ({ id: specimen.serviceRequestId, label: specimen.orderName, hint: specimen.kindLabel })) } };
  },
  apply: async (act, task) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const specimens = await specimensToCollect(act, encounter.id, task.round);
    await collectSpecimens(act, encounter, specimens);
    return { specimens: specimens.length };
  },
};

const enterResultsEffect: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const expected = await expectedResults(act, encounter.id, task.round);
    return {
      rows: {
        results: expected.map((row) => ({
          id: row.id, label: row.unit === null ? row.name : `${row.name} (${row.unit})`, hint: `${row.orderName}, ${row.accession}`, ...(row.prefilled ? { values: row.prefilled } : {}),
        })),
      },
    };
  },
  apply: async (act, task, values) => {
    // Results of a patient who has left are still reported.
    const encounter = await requireEncounter(act, task.encounterId);
    const expected = await expectedResults(act, encounter.id, task.round);
    const critical = await enterResults(act, encounter, expected, (values['results'] ?? []) as readonly RowValue[]);
    return { critical };
  },
};

const acknowledgeCritical: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const results = await unacknowledgedCriticals(act, encounter.id, task.round);
    return { facts: results.map((result) => ({ label: result.name, value: `${result.value}, ${INTERPRETATIONS[result.interpretation].toLowerCase()}` })) };
  },
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const acknowledged = await acknowledgeCriticals(act, await unacknowledgedCriticals(act, encounter.id, task.round));
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'critical-result', text: String(values['action']), taskId: task.id });
    return { acknowledged };
  },
};

/** Orders, specimens, results, critical values. */
export const diagnosticsEffects: TaskEffects = {
  'place-orders': placeOrdersEffect,
  'collect-specimens': collectSpecimensEffect,
  'enter-results': enterResultsEffect,
  'acknowledge-critical-result': acknowledgeCritical,
};
