import { NOT_DONE_OPTIONS } from '../../orders/imagingStudies';
import { type Field } from '../form';
import { type TaskType } from '../taskType';

const reportFields = (asks: 'as' | 'final'): Field => ({
  name: 'reports', label: 'Reports', kind: 'rows', required: true,
  fields: [
    { name: 'findings', label: 'Findings', kind: 'longText', maxLength: 8000, required: true },
    { name: 'conclusion', label: 'Conclusion', hint: 'Answers the clinical question in a sentence or two.', kind: 'longText', maxLength: 2000, required: true },
    { name: 'critical', label: 'Critical: somebody has to act now', kind: 'boolean' },
    ...(asks === 'as' ? [{ name: 'reportAs', label: 'Report as', kind: 'choice' as const, options: [{ value: 'final', label: 'Final' }, { value: 'preliminary', label: 'Preliminary' }] }] : []),
  ],
});

/** Imaging, from the slot to the final report. */
export const imagingTasks = {
  'schedule-imaging': {
    title: 'Schedule imaging',
    why: 'An examination was ordered and has no time yet.',
    stage: 'diagnostics', role: 'radiographer', priority: 2, onWard: false,
    sla: { warning: 90, due: 120, 'charge-nurse': 240 },
    form: {
      version: 1,
      fields: [{
        name: 'examinations', label: 'Examinations', kind: 'rows', required: true,
        fields: [{ name: 'scheduledAt', label: 'When', kind: 'dateTime', required: true }],
      }],
    },
  },
  'perform-imaging': {
    title: 'Perform imaging',
    why: 'The ward waits for these pictures.',
    stage: 'diagnostics', role: 'radiographer', priority: 1, onWard: false,
    sla: { warning: 180, due: 240, 'charge-nurse': 480 },
    form: {
      version: 1,
      fields: [{
        name: 'examinations', label: 'Examinations', kind: 'rows', required: true,
        fields: [
          { name: 'outcome', label: 'Outcome', kind: 'choice', required: true, options: [{ value: 'performed', label: 'Performed' }, { value: 'not-done', label: 'Not done' }] },
          { name: 'notDone', label: 'Why not', kind: 'choice', required: true, options: NOT_DONE_OPTIONS, when: { field: 'outcome', equals: 'not-done' } },
        ],
      }],
    },
  },
  'report-imaging': {
    title: 'Report imaging',
    why: 'Pictures are taken; nobody has read them yet.',
    stage: 'diagnostics', role: 'radiologist', priority: 1, onWard: false,
    sla: { warning: 90, due: 120, 'charge-nurse': 240 },
    form: { version: 1, fields: [reportFields('as')] },
  },
  'finalise-imaging-report': {
    title: 'Make imaging report final',
    why: 'The ward has a preliminary report; the final one is still owed.',
    stage: 'diagnostics', role: 'radiologist', priority: 2, onWard: false,
    sla: { warning: 18 * 60, due: 24 * 60, 'charge-nurse': 36 * 60 },
    form: { version: 1, fields: [reportFields('final')] },
  },
} as const satisfies Record<string, TaskType>;
