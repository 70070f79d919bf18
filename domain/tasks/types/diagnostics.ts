import { REJECTION_OPTIONS } from '../../clinical/specimenRejection';
import { TO_PHYSICIAN_ON_CALL } from '../escalation';
import { type Field } from '../form';
import { type TaskType } from '../taskType';

const RESULTS: Field = {
  name: 'results', label: 'Results', kind: 'rows', required: true,
  fields: [
    { name: 'value', label: 'Value', kind: 'number', min: -1000, max: 10_000_000 },
    { name: 'text', label: 'Finding', kind: 'text', maxLength: 500 },
  ],
};

/** A preliminary report may be acted on; the laboratory still owes the final one. */
export const REPORT_AS: Field = {
  name: 'reportAs', label: 'Report as', kind: 'choice', options: [{ value: 'final', label: 'Final' }, { value: 'preliminary', label: 'Preliminary' }],
};

export const diagnosticsTasks = {
  'place-orders': {
    title: 'Place admission orders',
    why: 'Nothing is examined or given until a physician orders it.',
    stage: 'diagnostics', role: 'physician', priority: 1, onWard: true,
    sla: { warning: 45, due: 60, 'charge-nurse': 120, 'on-call': 240 },
    form: {
      version: 3,
      fields: [
        { name: 'orderSet', label: 'Order set', kind: 'choiceFromTask', required: true },
        { name: 'alsoSet', label: 'And also', hint: 'A second set; what both hold is ordered once.', kind: 'choiceFromTask' },
        { name: 'items', label: 'What is ordered', kind: 'rows', fields: [{ name: 'order', label: 'Order', kind: 'boolean' }] },
        { name: 'plannedHours', label: 'Expected stay', kind: 'integer', unit: 'hours', min: 1, max: 2160, required: true, flow: true },
        { name: 'overrideReason', label: 'Reason to order nevertheless', hint: 'Only when the check finds something that stops an order: an allergy, a duplicate, an interaction, a dose, the kidneys.', kind: 'longText', maxLength: 500 },
        { name: 'note', label: 'Clinical question', kind: 'longText', maxLength: 2000 },
      ],
    },
  },
  'collect-specimens': {
    title: 'Collect specimens',
    why: 'Ordered tests wait for their specimens.',
    stage: 'diagnostics', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 45, due: 60, 'charge-nurse': 120 },
    form: {
      version: 1,
      fields: [{
        name: 'specimens', label: 'Specimens', kind: 'rows', required: true,
        fields: [{ name: 'collected', label: 'Collected and labelled at the bedside', kind: 'boolean', required: true, mustBeTrue: true }],
      }],
    },
  },
  'receive-specimens': {
    title: 'Receive specimens',
    why: 'Specimens have come to the laboratory. What cannot be examined is drawn again at once.',
    stage: 'diagnostics', role: 'lab', priority: 1, onWard: false,
    sla: { warning: 20, due: 30, 'charge-nurse': 60 },
    form: {
      version: 1,
      fields: [{
        name: 'specimens', label: 'Specimens', kind: 'rows', required: true,
        fields: [
          { name: 'label', label: 'Scan the label', hint: 'The accession number; another specimen’s label is refused.', kind: 'text', maxLength: 30 },
          { name: 'decision', label: 'In the laboratory', kind: 'choice', required: true, options: [{ value: 'accept', label: 'Received' }, { value: 'reject', label: 'Rejected: draw again' }] },
          { name: 'rejection', label: 'Why', kind: 'choice', required: true, options: REJECTION_OPTIONS, when: { field: 'decision', equals: 'reject' } },
        ],
      }],
    },
  },
  'enter-results': {
    title: 'Enter results',
    why: 'Specimens are in the laboratory; the ward waits for the results.',
    stage: 'diagnostics', role: 'lab', priority: 1, onWard: false,
    sla: { warning: 90, due: 120, 'charge-nurse': 240 },
    form: { version: 2, fields: [RESULTS, REPORT_AS] },
  },
  'finalise-results': {
    title: 'Make results final',
    why: 'The ward has a preliminary report; the final one is still owed.',
    stage: 'diagnostics', role: 'lab', priority: 2, onWard: false,
    sla: { warning: 18 * 60, due: 24 * 60, 'charge-nurse': 36 * 60 },
    form: { version: 1, fields: [RESULTS] },
  },
  'acknowledge-critical-result': {
    title: 'Acknowledge critical result',
    why: 'A result is in the range where the patient can come to harm now.',
    stage: 'diagnostics', role: 'physician', priority: 0, onWard: true,
    sla: { warning: 10, due: 15, 'charge-nurse': 30, 'on-call': 45 }, escalation: TO_PHYSICIAN_ON_CALL, beginsWith: 'ordering-clinician',
    form: {
      version: 1,
      fields: [
        { name: 'readBack', label: 'Value read back to the laboratory', kind: 'boolean', required: true, mustBeTrue: true },
        { name: 'action', label: 'What is done about it', kind: 'longText', maxLength: 2000, required: true },
      ],
    },
  },
} as const satisfies Record<string, TaskType>;
