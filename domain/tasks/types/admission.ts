import { scaleFields } from '../../clinical/scales';
import { PAIN_FIELD, vitalsFields } from '../vitalsFields';
import { type TaskType } from '../taskType';

export const admissionTasks = {
  'register-patient': {
    title: 'Register patient',
    why: 'Identity and coverage are confirmed before anything is done in the patient’s name.',
    stage: 'admission', role: 'registrar', priority: 2, onWard: false,
    sla: { warning: 20, due: 30, 'charge-nurse': 60 },
    form: {
      version: 1,
      fields: [
        { name: 'identityConfirmed', label: 'Identity confirmed with two identifiers', kind: 'boolean', required: true, mustBeTrue: true },
        {
          name: 'coverage', label: 'Coverage', kind: 'choice', required: true, flow: true,
          options: [
            { value: 'verified', label: 'Verified with the payer' },
            { value: 'unverified', label: 'Could not be verified' },
            { value: 'self-pay', label: 'Patient pays' },
          ],
        },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'verify-coverage': {
    title: 'Verify coverage',
    why: 'The payer did not confirm this coverage; without an answer the claim would be denied.',
    stage: 'admission', role: 'registrar', priority: 1, onWard: false,
    sla: { warning: 180, due: 240, 'charge-nurse': 480 },
    workingHours: { calendar: 'office-hours', sla: { warning: 180, due: 240, 'charge-nurse': 480 } }, mayPause: true,
    form: {
      version: 1,
      fields: [
        {
          name: 'decision', label: 'What did the payer say?', kind: 'choice', required: true, flow: true,
          options: [
            { value: 'use-coverage', label: 'Coverage is active: use it' },
            { value: 'self-pay', label: 'No active coverage: patient pays' },
          ],
        },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 1000 },
      ],
    },
  },
  'assign-bed': {
    title: 'Assign bed',
    why: 'The patient is waiting for a bed.',
    stage: 'admission', role: 'bed-manager', priority: 1, onWard: false,
    sla: { warning: 30, due: 45, 'charge-nurse': 90, 'on-call': 180 },
    form: {
      version: 1,
      fields: [{ name: 'bedId', label: 'Bed', hint: 'Free, clean beds that fit the patient.', kind: 'choiceFromTask', required: true }],
    },
  },
  'admission-assessment': {
    title: 'Admission assessment',
    why: 'First vital signs, allergies and risks of a newly admitted patient.',
    stage: 'admission', role: 'nurse', priority: 1, onWard: true,
    sla: { warning: 45, due: 60, 'charge-nurse': 90, 'on-call': 120 },
    form: {
      version: 3,
      fields: [
        ...vitalsFields(),
        { name: 'canSayPain', label: 'Patient can say how much it hurts', kind: 'boolean', required: true, section: 'Pain' },
        { ...PAIN_FIELD, required: true, when: { field: 'canSayPain', equals: true } },
        ...scaleFields('painad', { when: { field: 'canSayPain', equals: false } }),
        ...scaleFields('morse'),
        ...scaleFields('braden'),
        { name: 'allergiesConfirmed', section: 'Before you go on', label: 'Allergies asked and confirmed', kind: 'boolean', required: true, mustBeTrue: true },
        { name: 'note', label: 'Note', kind: 'longText', maxLength: 2000 },
      ],
    },
  },
} as const satisfies Record<string, TaskType>;
