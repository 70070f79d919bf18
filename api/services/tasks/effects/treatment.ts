import { CHECKED_BY_YOU } from '../../../../domain/medicines/administration';
import { type RowValue, type TaskRow } from '../../../../domain/tasks/form';
import { type Act, execute } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { checkDoses, settleDoses } from '../../clinical/medicines/giveDoses';
import { type DoseKind, type OpenDose, openDoses } from '../../clinical/medicines/openDoses';
import { reportOf } from '../../clinical/medicines/roundAnswers';
import { unverifiedMedicines, verifyMedicines } from '../../clinical/medicines/verify';
import { writeNote, writeNoteIfAny } from '../../clinical/notes';
import { orderedProcedures, performProcedures } from '../../clinical/procedures';
import { replaySupplies } from '../../clinical/replaySupplies';
import { acknowledgeEscalation } from '../../clinical/observations/escalations';
import { bedsideInput } from '../../clinical/observations/bedsideInput';
import { recordVitals } from '../../clinical/observations/recordVitals';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect, type TaskEffects } from '../effect';

const verifyMedicinesEffect: TaskEffect = {
  input: async (act, task) => {
    const medicines = await unverifiedMedicines(act, (await requireEncounter(act, task.encounterId)).id);
    return { rows: { medicines: medicines.map((medicine) => ({ id: medicine.id, label: medicine.line, hint: medicine.hint })) } };
  },
  apply: async (act, task, values) => ({ ...(await verifyMedicines(act, await requireOpenStay(act, task.encounterId), task.id, (values['medicines'] ?? []) as readonly RowValue[])) }),
};

/** A dose on a form; whoever checked it hears before they scan that it is not theirs to give. */
const rowFor = ({ principal }: Act) => ({ id, line, hint, checkedBy }: OpenDose): TaskRow => ({
  id, label: line, hint: checkedBy === null ? hint : `${hint}, ${checkedBy === principal.id ? CHECKED_BY_YOU : 'checked by a colleague'}`,
});

/** The open doses of one kind, a row each. */
const dosesOf = (kind: DoseKind): TaskEffect['input'] => async (act, task) => ({ rows: { doses: (await openDoses(act, (await requireEncounter(act, task.encounterId)).id, kind)).map(rowFor(act)) } });

/** Doses of one kind, given, held, refused or missed. */
const roundOf = (kind: DoseKind): TaskEffect => ({
  input: dosesOf(kind),
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const doses = new Map((await openDoses(act, encounter.id, kind)).map((dose) => [dose.id, dose]));
    const reports = ((values['doses'] ?? []) as readonly RowValue[]).map((row, index) => reportOf(doses.get(row.id), row, index));
    return { ...(await settleDoses(act, encounter, String(values['wristband']), reports)) };
  },
});

/** High-alert doses that wait for a second person's check. */
const checkHighAlert: TaskEffect = {
  input: dosesOf('high-alert'),
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const doses = new Map((await openDoses(act, encounter.id, 'high-alert')).map((dose) => [dose.id, dose]));
    const checks = ((values['doses'] ?? []) as readonly RowValue[]).map((row, index) => {
      const dose = doses.get(row.id);
      if (!dose) throw unprocessable('dose-settled', 'A dose on this form has been settled meanwhile. Reload the page.');
      return { dose, medicineCode: String(row['medicineCode']), field: `doses[${index}].` };
    });
    await checkDoses(act, encounter, String(values['wristband']), checks);
    return { checked: checks.length };
  },
};

const observationRound: TaskEffect = {
  input: async (act, task) => bedsideInput(act, await requireEncounter(act, task.encounterId)),
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const facts = await recordVitals(act, encounter, values, task.id);
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'observation', text: values['note'], taskId: task.id });
    return facts;
  },
};

const reviewDeterioration: TaskEffect = {
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'deterioration-review', text: String(values['plan']), taskId: task.id });
    await acknowledgeEscalation(act, encounter.id);
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
  'medicine-round': roundOf('round'),
  'check-high-alert': checkHighAlert,
  'high-alert-round': roundOf('high-alert'),
  'give-stat-doses': roundOf('stat'),
  'observation-round': observationRound,
  'review-deterioration': reviewDeterioration,
  'emergency-response': reviewDeterioration,
  'perform-procedures': performProceduresEffect,
  'decide-discharge': decideDischarge,
};
