import { REVIEW_DECISION_NAMES, REVIEW_DECISIONS } from '../../claims/reviewDecisions';
import { type TaskType } from '../taskType';

const PRINCIPAL_DIAGNOSIS = { name: 'principalDiagnosis', label: 'Principal diagnosis (ICD-10-CM)', kind: 'text', pattern: '[A-Z][0-9][0-9A-Z](\\.[0-9A-Z]{1,4})?', patternHint: 'a code such as I50.9', maxLength: 8 } as const;

/** Billing, adjudication and follow-up. */
export const revenueTasks = {
  'code-encounter': {
    title: 'Code encounter',
    why: 'Diagnoses or charges have no billing code yet; none is ever made up.',
    stage: 'billing', role: 'coder', priority: 2, onWard: false,
    sla: { warning: 1200, due: 1440, 'charge-nurse': 2880 },
    workingHours: { calendar: 'office-hours', sla: { warning: 420, due: 540, 'charge-nurse': 1080 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        {
          name: 'diagnoses', label: 'Diagnoses', kind: 'rows', required: true,
          fields: [
            { name: 'code', label: 'ICD-10-CM', kind: 'text', pattern: '[A-Z][0-9][0-9A-Z](\\.[0-9A-Z]{1,4})?', patternHint: 'a code such as I50.9, or leave empty when it is not billable', maxLength: 8 },
          ],
        },
        {
          name: 'charges', label: 'Charges', kind: 'rows', required: true,
          fields: [
            { name: 'decision', label: 'Decision', kind: 'choice', required: true, options: [{ value: 'bill', label: 'Bill' }, { value: 'not-billable', label: 'Not billable' }] },
            { name: 'procedureCode', label: 'HCPCS', kind: 'text', pattern: '[A-Z0-9][0-9]{3}[A-Z0-9]', patternHint: 'five characters', when: { field: 'decision', equals: 'bill' } },
            { name: 'revenueCode', label: 'Revenue code', kind: 'text', pattern: '[0-9]{4}', patternHint: 'four digits', when: { field: 'decision', equals: 'bill' }, required: true },
          ],
        },
        { ...PRINCIPAL_DIAGNOSIS, required: true },
      ],
    },
  },
  'fix-claim': {
    title: 'Fix claim before it leaves',
    why: 'The claim is incomplete; it would be rejected.',
    stage: 'billing', role: 'billing', priority: 1, onWard: false,
    sla: { warning: 1200, due: 1440, 'charge-nurse': 2880 },
    workingHours: { calendar: 'office-hours', sla: { warning: 420, due: 540, 'charge-nurse': 1080 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true, options: [{ value: 'retry', label: 'Fixed: check again' }, { value: 'self-pay', label: 'Bill the patient instead' }] },
        PRINCIPAL_DIAGNOSIS,
        { name: 'authorizationNumber', label: 'Authorisation number', kind: 'text', maxLength: 50 },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'review-claim': {
    title: 'Review claim',
    why: 'Something about this claim stands out. Nothing is sent until a person has decided.',
    stage: 'billing', role: 'billing', priority: 1, onWard: false,
    sla: { warning: 1200, due: 1440, 'charge-nurse': 2880 },
    workingHours: { calendar: 'office-hours', sla: { warning: 420, due: 540, 'charge-nurse': 1080 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        {
          name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true,
          hint: 'Released, these reasons hold it no more.',
          options: REVIEW_DECISION_NAMES.map((value) => ({ value, label: REVIEW_DECISIONS[value].label })),
        },
        { name: 'reason', label: 'Why', kind: 'longText', required: true, maxLength: 1000 },
        { name: 'lines', label: 'Lines', kind: 'rows', required: true, when: { field: 'decision', equals: 'correct' }, fields: [{ name: 'takeOff', label: 'Take off: it was never due', kind: 'boolean' }] },
        {
          name: 'charges', label: 'What becomes of the charges', kind: 'choice', required: true, when: { field: 'decision', equals: 'void' },
          options: [{ value: 'cancel-charges', label: 'They were never due: take them back' }, { value: 'bill-patient', label: 'The patient owes them' }],
        },
      ],
    },
  },
  'resolve-rejection': {
    title: 'Resolve rejected claim',
    why: 'The payer refused to take the claim in: it was never adjudicated. Fix and resubmit.',
    stage: 'adjudication', role: 'billing', priority: 1, onWard: false,
    sla: { warning: 1200, due: 1440, 'charge-nurse': 4320 },
    workingHours: { calendar: 'office-hours', sla: { warning: 420, due: 540, 'charge-nurse': 1620 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true, options: [{ value: 'resubmit', label: 'Fixed: send again' }, { value: 'self-pay', label: 'Bill the patient instead' }] },
        { name: 'memberNumber', label: 'Corrected member number', kind: 'text', maxLength: 40 },
        PRINCIPAL_DIAGNOSIS,
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'resolve-denial': {
    title: 'Resolve denied claim',
    why: 'The payer adjudicated the claim and refused to pay. A denial is not a write-off.',
    stage: 'adjudication', role: 'billing', priority: 1, onWard: false,
    sla: { warning: 4320, due: 5760, 'charge-nurse': 10080 },
    workingHours: { calendar: 'office-hours', sla: { warning: 1620, due: 2160, 'charge-nurse': 3780 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        {
          name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true,
          options: [
            { value: 'correct', label: 'Correct and resubmit' },
            { value: 'appeal', label: 'Appeal' },
            { value: 'bill-patient', label: 'Bill the patient' },
            { value: 'write-off', label: 'Write off' },
          ],
        },
        { name: 'authorizationNumber', label: 'Authorisation number', kind: 'text', maxLength: 50 },
        { name: 'reason', label: 'Reason', kind: 'longText', maxLength: 2000, required: true },
      ],
    },
  },
  'approve-write-off': {
    title: 'Approve write-off',
    why: 'Giving up this much of a claim needs a second person.',
    stage: 'adjudication', role: 'billing-supervisor', priority: 1, onWard: false,
    sla: { warning: 2400, due: 2880, 'on-call': 7200 },
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true, options: [{ value: 'approve', label: 'Approve the write-off' }, { value: 'refuse', label: 'Refuse: decide anew' }] },
        { name: 'reason', label: 'Reason', kind: 'longText', maxLength: 2000, required: true },
      ],
    },
  },
  'approve-money': {
    title: 'Approve refund or write-off',
    why: 'The amount is above the limit: a second person decides.',
    stage: 'billing', role: 'billing-supervisor', priority: 1, onWard: false,
    sla: { warning: 1200, due: 1440, 'on-call': 4320 },
    workingHours: { calendar: 'office-hours', sla: { warning: 420, due: 540, 'on-call': 1620 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'Decision', kind: 'choice', required: true, options: [{ value: 'approve', label: 'Approve' }, { value: 'reject', label: 'Reject' }] },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 500 },
      ],
    },
  },
  'chase-payer': {
    title: 'Chase payer',
    why: 'The payer has not answered in time.',
    stage: 'adjudication', role: 'billing', priority: 1, onWard: false,
    sla: { warning: 1200, due: 1440, 'charge-nurse': 4320 },
    workingHours: { calendar: 'office-hours', sla: { warning: 420, due: 540, 'charge-nurse': 1620 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'What next?', kind: 'choice', required: true, flow: true, options: [{ value: 'wait', label: 'Payer has it: keep waiting' }, { value: 'resubmit', label: 'Payer does not have it: send again' }] },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'book-follow-up': {
    title: 'Book follow-up appointment',
    why: 'The patient leaves with a date, not with a promise.',
    stage: 'follow-up', role: 'registrar', priority: 2, onWard: false,
    sla: { warning: 1200, due: 1440, 'charge-nurse': 2880 },
    workingHours: { calendar: 'day-shift', sla: { warning: 600, due: 720, 'charge-nurse': 1440 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        { name: 'needed', label: 'Follow-up needed', kind: 'boolean', required: true, flow: true },
        { name: 'startsAt', label: 'Date and time', kind: 'dateTime', required: true, flow: true, when: { field: 'needed', equals: true } },
        { name: 'practitionerId', label: 'With', kind: 'choiceFromTask', when: { field: 'needed', equals: true } },
      ],
    },
  },
} as const satisfies Record<string, TaskType>;
