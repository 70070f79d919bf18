import { type Role } from '../../../domain/roles';
import { type TaskTypeName } from '../../../domain/tasks/types';

/** A task as a workflow asks for it. */
export interface TaskToOpen {
  readonly step: string;
  readonly type: TaskTypeName;
  readonly focusType?: string | undefined;
  readonly focusId?: string | undefined;
  readonly round?: number | undefined;
  /** Begins in the hands of this person, as a task of their role. */
  readonly owner?: { readonly id: string; readonly role: Role } | undefined;
  /** A date of its own: its ladder stands around it as its type's does around `due`. */
  readonly dueAt?: Date | undefined;
}

/** What the task belongs to; IDs as the record has them. */
export interface TaskHome {
  readonly workflowId: string;
  readonly journeyId: string | null;
  readonly encounterId: string | null;
  readonly patientId: string | null;
  readonly claimId: string | null;
  readonly wardId: string | null;
  /** How ill the patient is (NEWS2, -1 unknown), where it is known already; else it is read. */
  readonly acuity?: number;
}
