import { CONTRIBUTING_FACTOR_NAMES, CONTRIBUTING_FACTORS } from '../../safety/course';
import { HARM_NAMES, HARMS } from '../../safety/harm';
import { type Form } from '../form';
import { type TaskType } from '../taskType';

const triage: Form = {
  version: 1,
  fields: [
    { name: 'harm', label: 'What came of it?', hint: 'As far as is known now.', kind: 'choice', required: true, options: HARM_NAMES.map((value) => ({ value, label: HARMS[value] })) },
    { name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true, options: [{ value: 'investigate', label: 'Look into it' }, { value: 'close', label: 'Close: nothing more to learn' }] },
    { name: 'note', label: 'Why', kind: 'longText', maxLength: 1000, required: true },
  ],
};

/** A safety event is triaged, looked into, answered with actions, and closed. Serious ones come before a manager at once. */
export const safetyTasks = {
  'triage-safety-event': {
    title: 'Triage safety event',
    why: 'Somebody reported an event on your ward: say how bad it was, and whether it is looked into.',
    stage: 'treatment', role: 'charge-nurse', priority: 1, onWard: true,
    sla: { warning: 1080, due: 1440, 'charge-nurse': 2160, 'on-call': 2880 },
    form: triage,
  },
  'triage-sentinel-event': {
    title: 'Triage sentinel event',
    why: 'Severe harm or death was reported: it is taken up within the hour.',
    stage: 'treatment', role: 'manager', priority: 0, onWard: false,
    sla: { warning: 30, due: 60, 'on-call': 120 },
    form: triage,
  },
  'investigate-safety-event': {
    title: 'Look into safety event',
    why: 'What happened, what helped it happen, and what keeps it from happening again.',
    stage: 'treatment', role: 'manager', priority: 2, onWard: false,
    sla: { warning: 21_600, due: 30_240, 'on-call': 43_200 },
    form: {
      version: 1,
      fields: [
        ...CONTRIBUTING_FACTOR_NAMES.map((name, index) => ({ name, label: CONTRIBUTING_FACTORS[name], kind: 'boolean' as const, ...(index === 0 ? { section: 'What helped it happen' } : {}) })),
        { name: 'rootCause', label: 'Root cause', hint: 'The reason behind the reasons. Add actions on the event’s page.', kind: 'longText', maxLength: 4000, required: true, section: 'Finding' },
      ],
    },
  },
  'close-safety-event': {
    title: 'Close safety event',
    why: 'It is closed when every action is done; serious harm by a person who did not look into it.',
    stage: 'treatment', role: 'manager', priority: 2, onWard: false,
    sla: { warning: 36_000, due: 43_200, 'on-call': 64_800 },
    form: { version: 1, fields: [{ name: 'lesson', label: 'What we learned', kind: 'longText', maxLength: 2000, required: true }] },
  },
  'safety-action': {
    title: 'Do a safety action',
    why: 'Agreed after a safety event, so that it does not happen again.',
    stage: 'treatment', role: 'manager', priority: 2, onWard: false,
    // Its due date is the action's own; the rungs stand around it as they do here around `due`.
    sla: { warning: 8640, due: 10_080, 'charge-nurse': 11_520, 'on-call': 14_400 },
    form: { version: 1, fields: [{ name: 'result', label: 'What was done', kind: 'longText', maxLength: 2000, required: true }] },
  },
} as const satisfies Record<string, TaskType>;
