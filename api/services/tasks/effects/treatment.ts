import { type RowValue } from '../../../../domain/tasks/form';
import { execute } from '../../../http/act';
import { completeFinishedOrders, openDoses, settleDoses } from '../../clinical/medicines/giveDoses';
import { unverifiedMedicines, verifyMedicines } from '../../clinical/medicines/verify';
import { writeNote, writeNoteIfAny } from '../../clinical/notes';
import { orderedProcedures, performProcedures } from '../../clinical/procedures';
import { replaySupplies } from '../../clinical/replaySupplies';
import { recordVitals } from '../../clinical/vitals';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect, type TaskEffects } from '../effect';

const verifyMedicinesEffect: TaskEffect = {
  input: async (act, task) => {
    const medicines = await unverifiedMedicines(act, (await requireEncounter(act, task.encounterId)).id);
    return { rows: { medicines: medicines.map((medicine) => ({ id: medicine.id, label: medicine.line, hint: medicine.hint })) } };
  },
  apply: async (act, task, values) => ({ ...(await verifyMedicines(act, await requireOpenStay(act, task.encounterId), task.id, (values['medicines'] ?? []) as readonly RowValue[])) }),
};

const medicineRound: TaskEffect = {
  input: async (act, task) => {
    const doses = await openDoses(act, (await requireEncounter(act, task.encounterId)).id);
    return { rows: { doses: doses.map((dose) => ({ id: dose.id, label: dose.line, hint: dose.hint })) } };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const settled = await settleDoses(act, (values['doses'] ?? []) as readonly RowValue[]);
    await completeFinishedOrders(act, encounter.id);
    return { ...settled };
  },
};

const observationRound: TaskEffect = {
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const facts = await recordVitals(act, encounter, values);
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'observation', text: values['note'], taskId: task.id });
    return facts;
  },
};

const reviewDeterioration: TaskEffect = {
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'deterioration-review', text: String(values['plan']), taskId: task.id });
    return {};
  },
};

const performProceduresEffect: TaskEffect = {
  input: async (act, task) => {
    const procedures = await orderedProcedures(act, (await requireEncounter(act, task.encounterId)).id, task.round);
    return { rows: { procedures: procedures.map((procedure) => ({ id: procedure.id, label: procedure.name })) } };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const ordered = await orderedProcedures(act, encounter.id, task.round);
    const outcome = await performProcedures(act, encounter, task.id, ordered, (values['procedures'] ?? []) as readonly RowValue[]);
    if (encounter.replayOfEncounterId !== null) await replaySupplies(act, encounter, encounter.replayOfEncounterId);
    return { ...outcome };
  },
};

const decideDischarge: TaskEffect = {
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    if (values['decision'] === 'discharge') {
      await execute(act, 'UPDATE encounters SET discharge_disposition = ?, version = version + 1, updated_at = ? WHERE id = ?', [values['disposition'], act.now, encounter.id]);
      if (encounter.replayOfEncounterId !== null) await replaySupplies(act, encounter, encounter.replayOfEncounterId);
    } else {
      await execute(act, 'UPDATE encounters SET planned_hours = COALESCE(planned_hours, 0) + ?, version = version + 1, updated_at = ? WHERE id = ?', [values['moreHours'], act.now, encounter.id]);
    }
    return {};
  },
};

/** Medicines, observations, procedures, and the decision to go home. */
export const treatmentEffects: TaskEffects = {
  'verify-medicines': verifyMedicinesEffect,
  'medicine-round': medicineRound,
  'observation-round': observationRound,
  'review-deterioration': reviewDeterioration,
  'perform-procedures': performProceduresEffect,
  'decide-discharge': decideDischarge,
};
