import { type Act } from '../../http/act';

/** What record and process can disagree about. */
export const DIFFERENCE_KINDS = {
  'process-missing': 'The record has it running, and Temporal knows no such workflow.',
  'process-ended': 'The record has it running, and its workflow has ended.',
  'process-running': 'The record has it closed, and its workflow still runs.',
  'process-behind': 'Since a restore its workflow stands at an earlier time than the record, and comes to it by itself.',
  'record-missing': 'A workflow runs that the record knows nothing of.',
  stage: 'The board shows another stage than the workflow is in.',
  stages: 'The pathway shows stages otherwise than the workflow has them.',
  waiting: 'The board shows another wait than the workflow’s.',
  row: 'The board’s row does not follow from its open tasks, incidents and encounter.',
  'task-unknown': 'A task is open in the record that its workflow does not wait for.',
  'task-closed': 'The workflow waits for a task that is not open in the record.',
  'incident-unknown': 'An incident is unsettled in the record that its workflow does not have.',
  'incident-closed': 'The workflow waits at an incident that is settled in the record.',
  count: 'A count that the record keeps of itself is not what the record says.',
  'command-undelivered': 'A command to the workflow has not been delivered.',
} as const;
export type DifferenceKind = keyof typeof DIFFERENCE_KINDS;

/** One disagreement; codes and opaque IDs only. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly workflowId: string;
  readonly journeyId: string | null;
  readonly claimId: string | null;
  /** The task, incident, command or column it is about. */
  readonly about: string;
  readonly record: string | null;
  readonly process: string | null;
  readonly sentence: string;
  /** What a person has to do when the record cannot be mended to agree. */
  readonly advice: string | null;
}

export interface Found extends Difference {
  /** Makes the record agree, in the act's transaction with the rows locked; absent: nothing in the record can. */
  readonly mend?: (act: Act) => Promise<void>;
}

/** The difference without what mends it, as it is reported. */
export function withoutMend({ mend: _mend, ...difference }: Found): Difference {
  return difference;
}
