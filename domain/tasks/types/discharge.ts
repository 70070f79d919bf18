import { summaryFields } from '../../discharge/summary';
import { MOST_INSTALMENTS, PLAN_RHYTHM_OPTIONS } from '../../ledger/paymentPlan';
import { type TaskType } from '../taskType';

/** One task per discharge branch, then the bed. The branches run side by side; departure waits for the other three. */
export const dischargeTasks = {
  'sign-discharge-summary': {
    title: 'Sign discharge summary',
    why: 'The next clinician needs to know what happened here.',
    stage: 'discharge', role: 'physician', priority: 1, onWard: true,
    sla: { warning: 90, due: 120, 'charge-nurse': 240 },
    form: { version: 2, fields: summaryFields() },
  },
  'discharge-teaching': {
    title: 'Discharge teaching',
    why: 'The patient goes home knowing medicines, warning signs and whom to call.',
    stage: 'discharge', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 90, due: 120, 'charge-nurse': 240 },
    form: {
      version: 1,
      fields: [
        { name: 'medicinesReconciled', label: 'Medicines reconciled with the patient', kind: 'boolean', required: true, mustBeTrue: true },
        { name: 'understood', label: 'Patient can say the plan in own words', kind: 'boolean', required: true, mustBeTrue: true },
      ],
    },
  },
  'financial-clearance': {
    title: 'Financial clearance',
    why: 'The patient hears what is expected to be owed before leaving.',
    stage: 'discharge', role: 'billing', priority: 2, onWard: false,
    sla: { warning: 90, due: 120, 'charge-nurse': 480 },
    form: {
      version: 2,
      fields: [
        { name: 'estimateExplained', label: 'Estimate explained', kind: 'boolean', required: true, mustBeTrue: true },
        { name: 'paymentPlan', label: 'Payment plan wished', hint: 'What is owed is divided as soon as it is known, and the patient agrees to it then.', kind: 'boolean', required: true },
        { name: 'instalments', label: 'How many instalments', kind: 'integer', required: true, min: 2, max: MOST_INSTALMENTS, when: { field: 'paymentPlan', equals: true } },
        { name: 'rhythm', label: 'How often', kind: 'choice', required: true, options: PLAN_RHYTHM_OPTIONS, when: { field: 'paymentPlan', equals: true } },
      ],
    },
  },
  'confirm-departure': {
    title: 'Confirm departure',
    why: 'The bed is free when the patient has left, not when somebody orders it.',
    stage: 'discharge', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 45, due: 60, 'charge-nurse': 120 },
    form: {
      version: 1,
      fields: [
        { name: 'left', label: 'Patient has left the ward', kind: 'boolean', required: true, mustBeTrue: true },
        { name: 'transport', label: 'How', kind: 'choice', required: true, options: [{ value: 'walking', label: 'Walking' }, { value: 'wheelchair', label: 'Wheelchair' }, { value: 'ambulance', label: 'Ambulance' }] },
      ],
    },
  },
  'clean-bed': {
    title: 'Clean bed',
    why: 'The next patient waits for a clean bed.',
    stage: 'discharge', role: 'bed-manager', priority: 1, onWard: false,
    sla: { warning: 45, due: 60, 'charge-nurse': 120 },
    form: { version: 1, fields: [{ name: 'cleaned', label: 'Bed cleaned and checked', kind: 'boolean', required: true, mustBeTrue: true }] },
  },
} as const satisfies Record<string, TaskType>;
