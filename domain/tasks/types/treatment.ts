import { type Form } from '../form';
import { roundForm, secondCheckForm } from '../medicineForms';
import { TO_PHYSICIAN_ON_CALL } from '../escalation';
import { type TaskType } from '../taskType';
import { PAIN_FIELD, vitalsFields } from '../vitalsFields';


/** Acknowledging a deterioration: seen, a plan, and when the ward looks again. The loop closes with the next observations. */
const REVIEW_FORM = {
  version: 2,
  fields: [
    { name: 'seen', label: 'Patient seen', kind: 'boolean', required: true, mustBeTrue: true },
    { name: 'plan', label: 'Plan', kind: 'longText', maxLength: 2000, required: true },
    { name: 'observeInMinutes', label: 'Observe again in', hint: 'Leave empty to keep the interval of the score.', kind: 'integer', unit: 'minutes', min: 5, max: 720, flow: true },
  ],
} as const satisfies Form;

export const treatmentTasks = {
  'verify-medicines': {
    title: 'Verify medicines',
    why: 'A pharmacist checks every order before its first dose.',
    stage: 'treatment', role: 'pharmacist', priority: 1, onWard: false,
    sla: { warning: 45, due: 60, 'charge-nurse': 120 },
    form: {
      version: 1,
      fields: [{
        name: 'medicines', label: 'Medicines', kind: 'rows', required: true,
        fields: [
          { name: 'decision', label: 'Decision', kind: 'choice', required: true, options: [{ value: 'verified', label: 'Verified' }, { value: 'refused', label: 'Refused' }] },
          { name: 'reason', label: 'Reason', kind: 'text', maxLength: 500, when: { field: 'decision', equals: 'refused' }, required: true },
        ],
      }],
    },
  },
  'medicine-round': {
    title: 'Medicine round',
    why: 'Doses are due.',
    stage: 'treatment', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 20, due: 30, 'charge-nurse': 60, 'on-call': 120 },
    form: roundForm(2),
  },
  'check-high-alert': {
    title: 'Second check of high-alert medicines',
    why: 'A second person checks patient, medicine and dose before another gives it.',
    stage: 'treatment', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 20, due: 30, 'charge-nurse': 60, 'on-call': 120 },
    form: secondCheckForm(1),
  },
  'high-alert-round': {
    title: 'Give high-alert medicines',
    why: 'A colleague has checked these doses; somebody else gives them.',
    stage: 'treatment', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 20, due: 30, 'charge-nurse': 60, 'on-call': 120 },
    form: roundForm(1),
  },
  'give-stat-doses': {
    title: 'Give stat dose',
    why: 'A physician ordered this dose for now.',
    stage: 'treatment', role: 'nurse', priority: 0, onWard: true,
    sla: { warning: 10, due: 15, 'charge-nurse': 30, 'on-call': 45 },
    form: roundForm(1),
  },
  'observation-round': {
    title: 'Observations',
    why: 'The last early-warning score sets when the next observations are due.',
    stage: 'treatment', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 20, due: 30, 'charge-nurse': 60, 'on-call': 120 },
    form: {
      version: 3,
      fields: [...vitalsFields(), PAIN_FIELD, { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 }],
    },
  },
  'review-deterioration': {
    title: 'Review deteriorating patient',
    why: 'The early-warning score calls for a review (5 or more, or 3 in one value), or somebody at the bedside is worried.',
    stage: 'treatment', role: 'physician', priority: 0, onWard: true,
    sla: { warning: 20, due: 30, 'charge-nurse': 45, 'on-call': 60 }, escalation: TO_PHYSICIAN_ON_CALL,
    form: REVIEW_FORM,
  },
  'emergency-response': {
    title: 'Emergency response',
    why: 'The early-warning score is 7 or more: the patient needs help now.',
    stage: 'treatment', role: 'physician', priority: 0, onWard: true,
    sla: { warning: 5, due: 10, 'charge-nurse': 15, 'on-call': 20 }, escalation: TO_PHYSICIAN_ON_CALL,
    form: REVIEW_FORM,
  },
  'perform-procedures': {
    title: 'Perform procedures',
    why: 'Ordered procedures are waiting to be done.',
    stage: 'treatment', role: 'physician', priority: 1, onWard: true,
    sla: { warning: 180, due: 240, 'charge-nurse': 480 },
    form: {
      version: 1,
      fields: [{
        name: 'procedures', label: 'Procedures', kind: 'rows', required: true,
        fields: [
          { name: 'status', label: 'Result', kind: 'choice', required: true, options: [{ value: 'completed', label: 'Done' }, { value: 'not-done', label: 'Not done' }] },
          { name: 'reason', label: 'Why not', kind: 'text', maxLength: 500, when: { field: 'status', equals: 'not-done' }, required: true },
        ],
      }],
    },
  },
  'decide-discharge': {
    title: 'Decide on discharge',
    why: 'The planned stay is over: discharge or continue.',
    stage: 'treatment', role: 'physician', priority: 1, onWard: true,
    sla: { warning: 120, due: 240, 'charge-nurse': 480 },
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'Decision', kind: 'choice', required: true, flow: true, options: [{ value: 'discharge', label: 'Ready for discharge' }, { value: 'continue', label: 'Continue treatment' }] },
        { name: 'moreHours', label: 'Continue for', kind: 'integer', unit: 'hours', min: 1, max: 720, required: true, flow: true, when: { field: 'decision', equals: 'continue' } },
        {
          name: 'disposition', label: 'Goes to', kind: 'choice', required: true, when: { field: 'decision', equals: 'discharge' },
          options: [{ value: '01', label: 'Home' }, { value: '03', label: 'Skilled nursing facility' }, { value: '06', label: 'Home with home health service' }, { value: '62', label: 'Rehabilitation facility' }],
        },
      ],
    },
  },
} as const satisfies Record<string, TaskType>;
