import { INTERPRETATIONS } from '../../../../domain/clinical/interpretation';
import { type RowValue } from '../../../../domain/tasks/form';
import { writeNote } from '../../clinical/notes';
import { askForReadBackLater } from '../../clinical/results/askForReadBack';
import { acknowledgeCriticals, criticalsOf, unacknowledgedCriticals } from '../../clinical/results/criticalResults';
import { enterResults } from '../../clinical/results/enterResults';
import { expectedResults } from '../../clinical/results/expectedResults';
import { finaliseResults, preliminaryResults } from '../../clinical/results/finaliseResults';
import { receiveSpecimens, specimensToReceive } from '../../clinical/results/receiveSpecimens';
import { collectSpecimens, specimensToCollect } from '../../clinical/results/specimens';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect, type TaskEffects } from '../effect';
import { placeOrdersEffect } from './placeOrders';

const collectSpecimensEffect: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const specimens = await specimensToCollect(act, encounter.id, task.round);
    return { rows: { specimens: specimens.map((specimen) => ({ id: specimen.serviceRequestId, label: specimen.orderName, hint: specimen.rejected ? `${specimen.kindLabel}. Again: the last one was rejected (${specimen.rejected.toLowerCase()}).` : specimen.kindLabel })) } };
  },
  apply: async (act, task) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const specimens = await specimensToCollect(act, encounter.id, task.round);
    await collectSpecimens(act, encounter, specimens);
    return { specimens: specimens.length };
  },
};

const receiveSpecimensEffect: TaskEffect = {
  input: async (act, task) => {
    const specimens = await specimensToReceive(act, (await requireEncounter(act, task.encounterId)).id, task.round);
    return { rows: { specimens: specimens.map(({ id, accession, orderName, kindLabel }) => ({ id, label: accession, hint: `${orderName}, ${kindLabel.toLowerCase()}` })) } };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const specimens = await specimensToReceive(act, encounter.id, task.round);
    return { ...(await receiveSpecimens(act, encounter, specimens, (values['specimens'] ?? []) as readonly RowValue[])) };
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
    const status = values['reportAs'] === 'preliminary' ? 'preliminary' : 'final';
    const critical = await enterResults(act, encounter, expected, (values['results'] ?? []) as readonly RowValue[], status);
    await askForReadBackLater(act, encounter, critical);
    return { critical, ...(status === 'preliminary' ? { preliminary: expected.length } : {}) };
  },
};

const finaliseResultsEffect: TaskEffect = {
  input: async (act, task) => {
    const results = await preliminaryResults(act, (await requireEncounter(act, task.encounterId)).id, task.round);
    return {
      rows: {
        results: results.map(({ id, name, unit, orderName, value, text }) => ({
          id, label: unit === null ? name : `${name} (${unit})`, hint: `${orderName}, preliminary`, values: { ...(value === null ? {} : { value }), ...(text === null ? {} : { text }) },
        })),
      },
    };
  },
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const critical = await finaliseResults(act, encounter, await preliminaryResults(act, encounter.id, task.round), (values['results'] ?? []) as readonly RowValue[]);
    await askForReadBackLater(act, encounter, critical);
    return { critical };
  },
};

const acknowledgeCritical: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const results = await unacknowledgedCriticals(act, encounter.id, criticalsOf(task));
    if (results.length === 0) return { facts: [{ label: 'Corrected meanwhile', value: 'No value is critical any more. Say that you know.' }] };
    return { facts: results.map(({ name, value, interpretation, isPreliminary }) => ({ label: name, value: `${interpretation === 'AA' ? value : `${value}, ${INTERPRETATIONS[interpretation].toLowerCase()}`}${isPreliminary ? ' (preliminary)' : ''}` })) };
  },
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const acknowledged = await acknowledgeCriticals(act, await unacknowledgedCriticals(act, encounter.id, criticalsOf(task)));
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'critical-result', text: String(values['action']), taskId: task.id });
    return { acknowledged };
  },
};

/** Orders, specimens, results, critical values. */
export const diagnosticsEffects: TaskEffects = {
  'place-orders': placeOrdersEffect,
  'collect-specimens': collectSpecimensEffect,
  'receive-specimens': receiveSpecimensEffect,
  'enter-results': enterResultsEffect,
  'finalise-results': finaliseResultsEffect,
  'acknowledge-critical-result': acknowledgeCritical,
};
