import { type TaskType } from '../taskType';

/** What follows when somebody opened a record that was not theirs to see. */
export const privacyTasks = {
  'review-glass': {
    title: 'Review broken glass',
    why: 'Somebody opened a restricted record for an hour: was it right?',
    stage: 'treatment', role: 'privacy-officer', priority: 1, onWard: false,
    sla: { warning: 2880, due: 4320 },
    workingHours: { calendar: 'office-hours', sla: { warning: 1080, due: 1620 } },
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'Was it right?', kind: 'choice', required: true, options: [{ value: 'justified', label: 'Justified: the patient needed it' }, { value: 'unjustified', label: 'Not justified: talk to this person' }] },
        { name: 'note', label: 'Note', hint: 'What you looked at, and what follows.', kind: 'longText', required: true, maxLength: 2000 },
      ],
    },
  },
} as const satisfies Record<string, TaskType>;
