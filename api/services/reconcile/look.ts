import { type ProcessReader, type ProcessState } from '../../temporal/processReader';
import { type Act } from '../../http/act';
import { leaveToCatchUp } from './behind';
import { compareBoard, compareRow } from './compareJourney';
import { type Case, compareWork, found, type Word } from './compareWork';
import { type Found } from './difference';
import { mendEnd, mendReopen } from './mends';
import { namedWork, type RecordedWork } from './recordSide';

export interface Looked {
  readonly found: Found[];
  /** The workflow was asked, and said something of itself. */
  readonly answered: boolean;
  /** It should have answered and did not. */
  readonly silent: boolean;
}

/** How one workflow is looked at. */
export interface LookOptions {
  /** As the list of running workflows has it. */
  readonly runs: boolean;
  /** A worker is there to be asked. */
  readonly asks: boolean;
  readonly now: number;
  /** Workflows may be behind the record since. */
  readonly restoredAt: Date | null;
}

/** What the record and Temporal say about one workflow, side by side. */
export async function lookAt(act: Pick<Act, 'database' | 'transaction'>, reader: ProcessReader, one: Case, options: LookOptions): Promise<Looked> {
  const own = ownWork(one);
  const isOpen = one.journey?.status === 'running' || (one.claim !== null && !one.claim.isClosed && !one.claim.expectsNone);
  const hasWork = own.tasks.length + own.incidents.length + own.commands.length > 0;
  if (!options.runs && !isOpen && !hasWork) return { found: [], answered: false, silent: false };
  // The list of running workflows lags by moments: where it does not agree with the record, the workflow itself is looked up.
  const known = one.journey !== null || one.claim !== null;
  const agrees = options.runs && (isOpen || !known);
  const state: ProcessState = agrees ? { status: 'RUNNING', type: null } : await reader.state(one.workflowId);
  const runs = state.status === 'RUNNING';
  const said = runs && options.asks ? await reader.progress(one.workflowId) : null;
  const word: Word = said === 'no-board' || said === 'unanswered' ? null : (said ?? (runs ? null : 'ended'));
  const progress = word !== 'ended' ? word : null;
  const named = progress ? await namedWork(act, progress.openTasks.map(({ taskId }) => taskId), progress.incidents.map(({ incidentId }) => incidentId)) : new Map<string, string>();
  const differences = [
    ...compareEnds(one, state, isOpen, own.commands.some(({ name }) => STARTS.includes(name)), word),
    ...compareWork(one, { ...own, named }, own.commands.length > 0 && word === 'ended' ? null : word, options.now),
    ...(one.journey ? compareRow(one, one.journey, one.work) : []),
    ...(one.journey && progress && own.commands.length === 0 ? compareBoard(one, one.journey, one.work, progress) : []),
  ];
  const left = leaveToCatchUp(differences, one, { exists: state.status !== 'NONE', word: progress }, options.restoredAt);
  return { found: left, answered: progress !== null || said === 'no-board', silent: said === 'unanswered' };
}

/** Commands that bring a workflow into being: until they are delivered there is none. */
const STARTS: readonly string[] = ['patientJourney', 'claim', 'resubmissionAsked'];

function ownWork({ workflowId, work }: Case): Pick<RecordedWork, 'tasks' | 'incidents' | 'commands'> {
  const own = (row: { readonly workflowId: string | null }) => row.workflowId === workflowId;
  return { tasks: work.tasks.filter(own), incidents: work.incidents.filter(own), commands: work.commands.filter(own) };
}

/** Does it run on both sides, or on neither? */
function compareEnds(one: Case, state: ProcessState, isOpen: boolean, isBeingStarted: boolean, word: Word): Found[] {
  const { status } = state;
  if (status === 'RUNNING') {
    if (one.journey && !isOpen && word !== null && word !== 'ended' && word.outcome === null) {
      return [{ ...found(one, 'process-running', 'status', one.journey.status, 'running', `The record has the journey ${one.journey.status}, and its workflow goes on.`, null), mend: mendReopen(one.journey.id) }];
    }
    if (one.claim?.isClosed && word !== null && word !== 'ended' && word.openTasks.length + word.incidents.length > 0) {
      return [found(one, 'process-running', 'status', 'closed', 'running', 'The record has the claim closed, and its workflow still waits for people.', 'Look at the claim’s page: finish its tasks, or send the claim again if it should not have been closed.')];
    }
    if (!one.journey && !one.claim && /^(journey|claim)-/.test(one.workflowId)) {
      return [found(one, 'record-missing', 'workflow', 'not there', 'running', 'A workflow runs for something the record does not know (restored from a backup?).', 'Restore the record it belongs to, or end it: temporal workflow terminate.')];
    }
    return [];
  }
  if (!isOpen || isBeingStarted) return [];
  if (status === 'NONE') return one.claim ? claimWithout(one) : [found(one, 'process-missing', 'workflow', 'running', 'not there', 'Temporal has no workflow of this journey.', 'Was Temporal’s data lost or its retention too short? Restore it, or close the stay by hand and bill from the account.')];
  const mend = one.journey && status === 'COMPLETED' ? mendEnd(one.journey.id, state.result) : null;
  const difference = found(one, 'process-ended', 'status', 'running', status.toLowerCase(), `The workflow has ended (${status.toLowerCase()}), and the record has it running.`,
    mend ? null : 'It ended without a word to the record: an engineer resets it to its last workflow task (temporal workflow reset), and it goes on from there.');
  return [mend ? { ...difference, mend } : difference];
}

/** A claim is prepared a moment before its workflow begins; a journey that still has to hand it over has none either. */
function claimWithout(one: Case): Found[] {
  return [found(one, 'process-missing', 'workflow', 'open', 'not there', 'Temporal has no workflow of this open claim.', 'If its journey has passed billing, send the claim again from its page: that starts its workflow anew.')];
}
