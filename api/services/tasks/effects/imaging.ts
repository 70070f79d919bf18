import { type RowValue, type TaskRow } from '../../../../domain/tasks/form';
import { examinationsAwaiting, type Awaited, type Examination, performExaminations, scheduleExaminations } from '../../clinical/imaging/examinations';
import { finaliseImaging, preliminaryReports, reportImaging } from '../../clinical/imaging/reportImaging';
import { askForReadBackLater } from '../../clinical/results/askForReadBack';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect, type TaskEffects } from '../effect';
import { hospitalMoment } from '../../staff/hospitalZone';

const rowsOf = (values: Readonly<Record<string, unknown>>, name: string): readonly RowValue[] => (values[name] ?? []) as readonly RowValue[];

const asRow = ({ id, name, question, scheduledAt }: Examination): TaskRow => ({
  id, label: name, ...(question || scheduledAt ? { hint: [question, scheduledAt ? `planned for ${hospitalMoment(scheduledAt)}` : null].filter(Boolean).join(', ') } : {}),
});

const awaiting = (what: Awaited, field: string): TaskEffect['input'] => async (act, task) => {
  const encounter = await requireEncounter(act, task.encounterId);
  return { rows: { [field]: (await examinationsAwaiting(act, encounter.id, what, task.round)).map(asRow) } };
};

const schedule: TaskEffect = {
  input: awaiting('slot', 'examinations'),
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    return { scheduled: await scheduleExaminations(act, await examinationsAwaiting(act, encounter.id, 'slot', task.round), rowsOf(values, 'examinations')) };
  },
};

const perform: TaskEffect = {
  input: awaiting('performance', 'examinations'),
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    return { ...(await performExaminations(act, encounter, await examinationsAwaiting(act, encounter.id, 'performance', task.round), rowsOf(values, 'examinations'))) };
  },
};

/** Pictures of a patient who has left are still reported. */
const report: TaskEffect = {
  input: awaiting('report', 'reports'),
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const facts = await reportImaging(act, encounter, await examinationsAwaiting(act, encounter.id, 'report', task.round), rowsOf(values, 'reports'));
    await askForReadBackLater(act, encounter, facts.critical);
    return { ...facts };
  },
};

const finalise: TaskEffect = {
  input: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const reports = await preliminaryReports(act, encounter.id, task.round);
    return { rows: { reports: reports.map(({ id, name, ...values }) => ({ id, label: name, values })) } };
  },
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const facts = await finaliseImaging(act, encounter, await preliminaryReports(act, encounter.id, task.round), rowsOf(values, 'reports'));
    await askForReadBackLater(act, encounter, facts.critical);
    return { ...facts };
  },
};

/** Imaging, from the slot to the final report. */
export const imagingEffects: TaskEffects = { 'schedule-imaging': schedule, 'perform-imaging': perform, 'report-imaging': report, 'finalise-imaging-report': finalise };
