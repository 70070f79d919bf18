import { AMENDMENT_GROUND_NAMES, AMENDMENT_GROUNDS } from '../../privacy/amendment';
import { type Field } from '../form';
import { type TaskType } from '../taskType';

const accepted = { field: 'decision', equals: 'accept' } as const;
const denied = { field: 'decision', equals: 'deny' } as const;
const ACCEPT = { value: 'accept', label: 'Accept: it is added to the record' };
const DENY = { value: 'deny', label: 'Deny' };

const ANSWERS: readonly Field[] = [
  { name: 'addition', label: 'What is added beside the entry', hint: 'The entry itself stays as it was written.', kind: 'longText', required: true, maxLength: 2000, when: accepted },
  { name: 'tell', label: 'Who else has to know', hint: 'Who relies on what was wrong, one a line. Whom the patient named, who was told from this record and insurers that were sent it come by themselves (45 CFR 164.526(c)(3)).', kind: 'longText', maxLength: 500, when: accepted },
  { name: 'ground', label: 'Ground', kind: 'choice', required: true, options: AMENDMENT_GROUND_NAMES.map((value) => ({ value, label: AMENDMENT_GROUNDS[value] })), when: denied },
  { name: 'basis', label: 'Why, for the patient', hint: 'In plain words: the patient reads this and may disagree.', kind: 'longText', required: true, maxLength: 2000, when: denied },
];

/** A patient asked that their record be amended (45 CFR 164.526): decided within 60 days, once 30 more. */
export const amendmentTasks = {
  'decide-amendment': {
    title: 'Decide on an amendment',
    why: 'The patient asked that an entry of their record be amended. The law gives 60 days.',
    stage: 'follow-up', role: 'privacy-officer', priority: 2, onWard: false,
    // Around the request's own date: a reminder two weeks before it is due, the manager hears of it at the limit of the law.
    sla: { warning: 61_920, due: 82_080, 'on-call': 86_400 },
    form: {
      version: 1,
      fields: [
        { name: 'decision', label: 'Decision', kind: 'choice', required: true, flow: true, options: [ACCEPT, DENY, { value: 'extend', label: 'We need 30 more days (once)' }] },
        ...ANSWERS,
        { name: 'delay', label: 'Why it takes longer, for the patient', kind: 'longText', required: true, maxLength: 1000, when: { field: 'decision', equals: 'extend' } },
      ],
    },
  },
  'decide-extended-amendment': {
    title: 'Decide on an amendment, extended',
    why: 'The 30 more days are running; there is no further extension.',
    stage: 'follow-up', role: 'privacy-officer', priority: 1, onWard: false,
    sla: { warning: 24_480, due: 38_880, 'on-call': 43_200 },
    form: { version: 1, fields: [{ name: 'decision', label: 'Decision', kind: 'choice', required: true, flow: true, options: [ACCEPT, DENY] }, ...ANSWERS] },
  },
  'tell-amended': {
    title: 'Tell others of an amendment',
    why: 'An amendment was accepted. Whom the patient named and who was told what was wrong have to hear of it within a reasonable time (45 CFR 164.526(c)(3)).',
    stage: 'follow-up', role: 'privacy-officer', priority: 2, onWard: false,
    // The law says "within a reasonable time"; two weeks is the house's own rule, the manager hears of it after a month.
    sla: { warning: 14_400, due: 20_160, 'on-call': 43_200 },
    form: {
      version: 1,
      fields: [{
        name: 'recipients', label: 'Whom to tell', kind: 'rows', required: true,
        fields: [
          { name: 'outcome', label: 'Mark', kind: 'choice', required: true, options: [{ value: 'told', label: 'Told' }, { value: 'not-told', label: 'Not told' }] },
          { name: 'words', label: 'How, or why not', kind: 'text', maxLength: 300, required: true },
        ],
      }],
    },
  },
} as const satisfies Record<string, TaskType>;
