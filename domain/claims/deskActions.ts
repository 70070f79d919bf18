import { type CauseKind } from './causes';
import { type TaskTypeName } from '../tasks/types';

/** What the billing desk can do with one stuck claim, or with many of one cause. */
export const CLAIM_ACTIONS = {
  'send-on': { label: 'Correct and send on', done: 'Sent on', hint: 'The open task is completed; the claim is checked again and goes to the payer.' },
  save: { label: 'Correct, keep waiting', done: 'Corrected', hint: 'Only the claim changes. What was incomplete is checked again by itself.' },
  appeal: { label: 'Appeal', done: 'Appeal asked for', hint: 'For denials. The money stays open.' },
  'bill-patient': { label: 'Bill the patient', done: 'Billed to the patient', hint: 'What is open goes on the patient’s bill.' },
  'write-off': { label: 'Write off', done: 'Write-off decided', hint: 'For denials. What is open is given up; a large amount needs a second person.' },
  'keep-waiting': { label: 'Payer has it: keep waiting', done: 'Waiting on', hint: 'For payers that are silent; somebody asks again in two weeks.' },
  hold: { label: 'Hold until a date', done: 'On hold', hint: 'Deadlines stay as they are.' },
  'hand-over': { label: 'Hand over to a colleague', done: 'Handed over', hint: 'The colleague holds the task and is told.' },
  escalate: { label: 'Escalate to the supervisor', done: 'Escalated', hint: 'The supervisors are told; the task is put back for them.' },
} as const;
export type ClaimAction = keyof typeof CLAIM_ACTIONS;
export const CLAIM_ACTION_NAMES = Object.keys(CLAIM_ACTIONS) as [ClaimAction, ...ClaimAction[]];

/** What a person can do with many stuck steps of one cause. */
export const INCIDENT_GROUP_ACTIONS = {
  retry: { label: 'Try again', done: 'Trying again', hint: 'Counts as solved only when the step has passed.' },
  hold: { label: 'Hold until a date', done: 'On hold', hint: 'Tried again on that date.' },
  skip: { label: 'Skip the step', done: 'Skip asked for', hint: 'Its work is not done; the journey goes on without it.' },
  cancel: { label: 'Cancel the work', done: 'Cancellation asked for', hint: 'The journey or errand is ended and what was done is taken back. A claim the payer has cannot be cancelled.' },
} as const;
export type IncidentGroupAction = keyof typeof INCIDENT_GROUP_ACTIONS;
export const INCIDENT_GROUP_ACTION_NAMES = Object.keys(INCIDENT_GROUP_ACTIONS) as [IncidentGroupAction, ...IncidentGroupAction[]];

/** The answer each kind of task takes for an action; not listed: the task asks for something else. */
const DECISIONS: Readonly<Partial<Record<ClaimAction, Readonly<Partial<Record<TaskTypeName, string>>>>>> = {
  'send-on': { 'fix-claim': 'retry', 'resolve-rejection': 'resubmit', 'resolve-denial': 'correct', 'chase-payer': 'resubmit' },
  appeal: { 'resolve-denial': 'appeal' },
  'bill-patient': { 'fix-claim': 'self-pay', 'resolve-rejection': 'self-pay', 'resolve-denial': 'bill-patient' },
  'write-off': { 'resolve-denial': 'write-off' },
  'keep-waiting': { 'chase-payer': 'wait' },
};

/** Actions that make sense for some kinds of causes only; the others do for all. */
const FITS: Readonly<Partial<Record<ClaimAction, readonly CauseKind[]>>> = {
  // Letting pass what stands out is a decision about one claim, with its reasons before one's eyes.
  'send-on': ['incomplete', 'rejected', 'denied', 'no-answer', 'posting', 'on-hold'],
  appeal: ['denied'], 'write-off': ['denied'], 'bill-patient': ['incomplete', 'rejected', 'denied'], 'keep-waiting': ['no-answer'],
};

/** What the desk offers for claims stuck for this kind of cause; null: for claims of any kind. */
export function actionsFor(kind: CauseKind | null): ClaimAction[] {
  return CLAIM_ACTION_NAMES.filter((action) => kind === null || (FITS[action]?.includes(kind) ?? true));
}

/** How a task of this type says it; null when it cannot. */
export function decisionFor(action: ClaimAction, type: TaskTypeName): string | null {
  return DECISIONS[action]?.[type] ?? null;
}
