import { type Isolation, ISOLATIONS } from '../../../../domain/clinical/precautions';
import { type FormValues } from '../../../../domain/tasks/form';
import { type Act } from '../../../http/act';
import { assignBed } from '../../beds/assignBed';
import { bedLabel, bedNamed, equipmentOf, findFittingBeds } from '../../beds/findBeds';
import { recordScalesOf } from '../../clinical/assessments/assessments';
import { writeNoteIfAny } from '../../clinical/notes';
import { loadPerson } from '../../clinical/person';
import { bedsideInput } from '../../clinical/observations/bedsideInput';
import { recordVitals } from '../../clinical/observations/recordVitals';
import { knownCoverage, makeSelfPay } from '../../encounters/eligibility';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { openAccount } from '../../money/accounts';
import { type TaskAtHand, type TaskEffect, type TaskEffects } from '../effect';

const coverageFacts = async (act: Act, task: TaskAtHand) => {
  const { payerName, words, advice } = await knownCoverage(act, await requireEncounter(act, task.encounterId));
  return { facts: [{ label: 'Coverage', value: payerName ? `${payerName}: ${words}` : words }, ...(advice ? [{ label: 'What to do', value: advice }] : [])] };
};

const registerPatient: TaskEffect = {
  input: coverageFacts,
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    if (values['coverage'] === 'self-pay') await makeSelfPay(act, encounter);
    await openAccount(act, { patientId: encounter.patientId, encounterId: encounter.id });
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'registration', text: values['note'], taskId: task.id });
    return {};
  },
};

const verifyCoverage: TaskEffect = {
  input: coverageFacts,
  apply: async (act, task, values) => {
    // Asked beside the pathway, so it may be answered after the patient has left: the bill still needs it.
    const encounter = await requireEncounter(act, task.encounterId);
    if (values['decision'] === 'self-pay') await makeSelfPay(act, encounter);
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'registration', text: values['note'], taskId: task.id });
    return {};
  },
};

const assignBedEffect: TaskEffect = {
  input: async (act, task, answers) => {
    // While completing, every bed passes the form, so that the effect can say why one does not do (taken meanwhile: 409).
    if (act.transaction) return { options: { bedId: await bedNamed(act, answers) } };
    const encounter = await requireEncounter(act, task.encounterId);
    const person = await loadPerson(act, encounter.patientId);
    const beds = await findFittingBeds(act, encounter);
    const equipment = equipmentOf(encounter.equipmentNeeded);
    return {
      options: { bedId: beds.map((bed) => ({ value: bed.id, label: bedLabel(bed) })) },
      facts: [...(person.isolation ? [{ label: 'Isolation', value: ISOLATIONS[person.isolation as Isolation] }] : []), ...(equipment.length > 0 ? [{ label: 'Equipment', value: equipment.join(', ') }] : [])],
    };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    return { ...(await assignBed(act, encounter, String(values['bedId']))) };
  },
};

const admissionAssessment: TaskEffect = {
  input: async (act, task) => bedsideInput(act, await requireEncounter(act, task.encounterId)),
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    const facts = await recordVitals(act, encounter, values, task.id);
    await recordScalesOf(act, encounter, values, task.id);
    await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'admission-assessment', text: assessmentText(values), taskId: task.id });
    return facts;
  },
};

function assessmentText(values: FormValues): string {
  const note = typeof values['note'] === 'string' ? ` ${values['note']}` : '';
  return `Allergies asked and confirmed.${note}`;
}

/** Registration, coverage, bed and first assessment. */
export const admissionEffects: TaskEffects = {
  'register-patient': registerPatient,
  'verify-coverage': verifyCoverage,
  'assign-bed': assignBedEffect,
  'admission-assessment': admissionAssessment,
};
