import { type Stage } from '../journey/stages';
import { type CalendarName } from '../calendar/workingTime';
import { type Role } from '../roles';
import { type Escalation } from './escalation';
import { type Form } from './form';

/** 0 stat, 1 urgent, 2 routine: how the inbox sorts what is due together. */
export type Priority = 0 | 1 | 2;
export const PRIORITY_LABELS = { 0: 'Stat', 1: 'Urgent', 2: 'Routine' } as const satisfies Record<Priority, string>;

/** The rungs of the escalation ladder. Each fires once at most; none ends the work. */
export const SLA_RUNGS = ['warning', 'due', 'charge-nurse', 'on-call'] as const;
export type SlaRung = (typeof SLA_RUNGS)[number];

/** Minutes after the task opens at which each rung fires; a missing rung is not part of this ladder. */
export type SlaLadder = Readonly<Partial<Record<SlaRung, number>>> & { readonly due: number };

/** What kind of work a human task is: who does it, what it asks, by when. */
export interface TaskType {
  readonly title: string;
  /** One line that says why this task is there. */
  readonly why: string;
  readonly stage: Stage;
  readonly role: Role;
  readonly priority: Priority;
  /** By the clock on the wall. */
  readonly sla: SlaLadder;
  /** Work of a desk that closes: its clock runs only while the calendar is open, and its ladder counts those minutes instead. */
  readonly workingHours?: { readonly calendar: CalendarName; readonly sla: SlaLadder };
  /** May be put on hold, its clock with it, while somebody else (a payer, a patient at home) has the next move. Never care itself. */
  readonly mayPause?: boolean;
  /** Where its ladder leads, when not where its role's does. */
  readonly escalation?: Escalation;
  /** Begins in the hands of whoever ordered what it is about; when it is due, everybody of its role may take it, and on call it goes to who is. */
  readonly beginsWith?: 'ordering-clinician';
  readonly form: Form;
  /** Belongs to the ward the patient lies in, so that ward's staff see it. */
  readonly onWard: boolean;
}

/** FHIR Task.status values Careway uses. */
export const TASK_STATUSES = ['requested', 'accepted', 'in-progress', 'on-hold', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];
export const OPEN_TASK_STATUSES = ['requested', 'accepted', 'in-progress', 'on-hold'] as const;
