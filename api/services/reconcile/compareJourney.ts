import { isStage, STAGE_LABELS } from '../../../domain/journey/stages';
import { isTaskType } from '../../../domain/tasks/types';
import { type WorkflowProgress } from '../../../workflows/contracts/messages';
import { type Found } from './difference';
import { found, type Subject } from './compareWork';
import { mendRow, mendStage, mendStages, mendWait } from './mends';
import { type JourneyOnBoard, type OpenTaskRow, type RecordedWork } from './recordSide';

/** A workflow whose time was skipped lives ahead of its record, to within the margin of the skip. */
const SKIP_MARGIN_MS = 2 * 60_000;
const EXACT_MS = 1_000;

/** The board's row against what it follows from in the record itself. */
export function compareRow(subject: Subject, journey: JourneyOnBoard, work: RecordedWork): Found[] {
  if (journey.status !== 'running') return [];
  const expected = expectedRow(journey, work.tasks.filter((task) => task.journeyId === journey.id), work.incidents.filter((incident) => incident.journeyId === journey.id).length);
  const shown: Row = { openTasks: journey.openTasks, openIncidents: journey.openIncidents, waitingFor: journey.waitingFor, waitingUntil: journey.waitingUntil?.toISOString() ?? null, ownerRole: journey.ownerRole, ownerId: journey.ownerId, slaState: journey.slaState, wardId: journey.wardId };
  return (Object.keys(expected) as (keyof Row)[]).filter((column) => expected[column] !== shown[column]).map((column) => ({
    ...found(subject, 'row', column, text(shown[column]), text(expected[column]), `The board shows ${column} ${text(shown[column]) ?? 'empty'}, and the record says ${text(expected[column]) ?? 'empty'}.`, null), mend: mendRow(journey.id),
  }));
}

interface Row {
  readonly openTasks: number;
  readonly openIncidents: number;
  readonly waitingFor: string | null;
  readonly waitingUntil: string | null;
  readonly ownerRole: string | null;
  readonly ownerId: string | null;
  readonly slaState: string;
  readonly wardId: string | null;
}

/** What refreshJourney makes of it: the most pressing task, else what the workflow itself waits for. */
function expectedRow(journey: JourneyOnBoard, tasks: readonly OpenTaskRow[], openIncidents: number): Row {
  const [first] = [...tasks].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
  const rungs = tasks.map(({ slaRung }) => slaRung);
  const slaState = rungs.some((rung) => rung !== null && rung !== 'warning') ? 'breached' : rungs.includes('warning') ? 'warned' : 'ok';
  const wait = first ? { waitingFor: first.type, waitingUntil: first.dueAt, ownerRole: first.role, ownerId: first.holderId } : { waitingFor: journey.ownWait, waitingUntil: journey.ownWaitUntil, ownerRole: null, ownerId: null };
  return { ...wait, waitingUntil: wait.waitingUntil?.toISOString() ?? null, openTasks: tasks.length, openIncidents, slaState, wardId: journey.encounterWardId };
}

function text(value: string | number | null): string | null {
  return value === null ? null : String(value);
}

/** Stage, pathway and wait as the workflow has them. One that is in the middle of a step is asked again when it has come to rest. */
export function compareBoard(subject: Subject, journey: JourneyOnBoard, work: RecordedWork, word: WorkflowProgress): Found[] {
  if (journey.status !== 'running' || word.retrying.length > 0 || word.outcome !== null) return [];
  const result: Found[] = [];
  if (word.stage && word.stage !== journey.stage) {
    result.push({ ...found(subject, 'stage', 'stage', journey.stage, word.stage, `The board shows ${label(journey.stage)}, and the workflow is in ${label(word.stage)}.`, null), mend: mendStage(journey.id, word.stage) });
  }
  const shown = new Map(work.stages.filter(({ journeyId }) => journeyId === journey.id).map(({ stage, status }) => [stage, status]));
  for (const { stage, status } of word.stages ?? []) {
    const other = shown.get(stage) ?? 'waiting';
    if (other !== status) result.push({ ...found(subject, 'stages', stage, other, status, `The pathway shows ${label(stage)} as ${other}, and the workflow has it as ${status}.`, null), mend: mendStages(journey.id, [{ stage, status }]) });
  }
  return [...result, ...compareWait(subject, journey, word)];
}

/** Only with no task of its own does a workflow wait for what the row keeps beside the tasks. */
function compareWait(subject: Subject, journey: JourneyOnBoard, { openTasks, waitingFor, waitingUntil }: WorkflowProgress): Found[] {
  if (openTasks.length > 0 || waitingFor === null || isTaskType(waitingFor)) return [];
  const until = waitingUntil === null ? null : Date.parse(waitingUntil) - Number(journey.skippedMs);
  const shownUntil = journey.ownWaitUntil?.getTime() ?? null;
  const margin = Number(journey.skippedMs) > 0 ? SKIP_MARGIN_MS : EXACT_MS;
  const sameTime = until === null || shownUntil === null ? until === shownUntil : Math.abs(until - shownUntil) <= margin;
  if (journey.ownWait === waitingFor && sameTime) return [];
  const words = (wait: string | null, at: number | null) => `${wait ?? 'nothing'}${at === null ? '' : ` until ${new Date(at).toISOString()}`}`;
  return [{ ...found(subject, 'waiting', 'own_wait', words(journey.ownWait, shownUntil), words(waitingFor, until), `The board has it waiting for ${words(journey.ownWait, shownUntil)}, and the workflow waits for ${words(waitingFor, until)}.`, null), mend: mendWait(journey.id, waitingFor, waitingUntil) }];
}

function label(stage: string): string {
  return isStage(stage) ? STAGE_LABELS[stage] : stage;
}
