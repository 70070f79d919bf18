import { type TaskType } from '../taskType';

/** A transfer asks both wards, then whoever takes the patient in. */
export const bedTasks = {
  'agree-transfer': {
    title: 'Agree to transfer',
    why: 'A patient of this ward is to go to another: the ward that sends says whether it is safe now.',
    stage: 'treatment', role: 'charge-nurse', priority: 1, onWard: true,
    sla: { warning: 30, due: 45, 'on-call': 120 },
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'Does your ward agree?', kind: 'choice', required: true, flow: true, options: [{ value: 'agree', label: 'Agree: the patient may go' }, { value: 'decline', label: 'Decline: the patient stays' }] },
        { name: 'note', label: 'For the receiving ward', hint: 'What they must know before they accept.', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'accept-transfer': {
    title: 'Accept transfer',
    why: 'Another ward wants to send a patient here: accept and keep a bed, or decline.',
    stage: 'treatment', role: 'charge-nurse', priority: 1, onWard: true,
    sla: { warning: 30, due: 45, 'on-call': 120 },
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'Does your ward accept?', kind: 'choice', required: true, flow: true, options: [{ value: 'accept', label: 'Accept and keep a bed' }, { value: 'decline', label: 'Decline' }] },
        { name: 'bedId', label: 'Bed', hint: 'Free, clean beds of your ward that fit the patient. It is kept for four hours.', kind: 'choiceFromTask', required: true, when: { field: 'decision', equals: 'accept' } },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'confirm-arrival': {
    title: 'Take patient in',
    why: 'The patient is in the new bed when somebody has seen it, not when it was planned.',
    stage: 'treatment', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 60, due: 90, 'charge-nurse': 150 },
    form: { version: 1, fields: [{ name: 'arrived', label: 'The patient lies in this bed, identity checked', kind: 'boolean', required: true, mustBeTrue: true }] },
  },
} as const satisfies Record<string, TaskType>;
