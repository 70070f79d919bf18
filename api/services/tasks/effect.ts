import { type FormValue, type FormValues, type TaskInput } from '../../../domain/tasks/form';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { type Act } from '../../http/act';

/** A task as its effect sees it; the row is locked while the effect runs. */
export interface TaskAtHand {
  readonly id: string;
  readonly type: TaskTypeName;
  readonly journeyId: string | null;
  readonly encounterId: string | null;
  readonly patientId: string | null;
  readonly claimId: string | null;
  readonly focusType: string | null;
  readonly focusId: string | null;
  /** Which order, medicine or procedure round, when the task is about one. */
  readonly round: number | null;
  /** When it was opened. */
  readonly createdAt: Date;
}

/**
 * What completing a kind of task does to the record, in the transaction that completes it: the work is on record even while
 * Temporal is away.
 */
export interface TaskEffect {
  /** Rows, options and facts for the form, read afresh whenever the task is shown or completed. `answers`: what the form says, unchecked, when it is being completed. */
  readonly input?: (act: Act, task: TaskAtHand, answers?: unknown) => Promise<TaskInput>;
  /**
   * Write what the form says. `values` passed the form and `input`. Throws a Problem when the record forbids it.
   * Returns facts the pathway branches on (counts, flags, opaque IDs).
   */
  readonly apply?: (act: Act, task: TaskAtHand, values: FormValues) => Promise<Readonly<Record<string, FormValue>>>;
}

export type TaskEffects = Readonly<Partial<Record<TaskTypeName, TaskEffect>>>;
