import { type TaskType } from '../taskType';

/** What patients may ask of the hospital itself. */
export const accessTasks = {
  'give-record': {
    title: 'Give patient their record',
    why: 'The patient asked for everything on record of them. The law gives 30 days.',
    stage: 'follow-up', role: 'registrar', priority: 2, onWard: false,
    // Two days before the limit of 45 CFR 164.524(b)(2) it is due; at the limit the manager hears of it.
    sla: { warning: 28_800, due: 40_320, 'on-call': 43_200 },
    form: {
      version: 1,
      fields: [
        { name: 'identity', label: 'I made sure who the patient (or who acts for them) is', kind: 'boolean', required: true, mustBeTrue: true },
        { name: 'how', label: 'How it was given, and to whom', hint: 'The file is on the patient’s page, under “Record as file”.', kind: 'text', maxLength: 300, required: true },
      ],
    },
  },
} as const satisfies Record<string, TaskType>;
