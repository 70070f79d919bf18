import { type contract } from '../../../api/client';
import { type Stage } from '../../../domain/journey/stages';
import { type Reply } from '../../http/visit';
import { type StoryEvent } from './story';

type Process = Reply<typeof contract.readJourneyProcess>;
type Run = Process['runs'][number];

const TYPES: Readonly<Record<string, string>> = {
  patientJourney: 'The journey', claim: 'The claim', followUp: 'The follow-up', bedTransfer: 'A transfer', bedCleaning: 'The cleaning of a bed', bedReservation: 'A kept bed', demonstrationPayer: 'The demonstration payer’s answer',
};
/** Workflows that belong to one stage of the journey. */
const STAGE_OF: Readonly<Record<string, Stage>> = { claim: 'adjudication', demonstrationPayer: 'adjudication', followUp: 'follow-up', bedCleaning: 'discharge' };
const STATUSES: Readonly<Record<string, string>> = {
  RUNNING: 'running', COMPLETED: 'ended', CONTINUED_AS_NEW: 'went on in a fresh run', FAILED: 'failed', TERMINATED: 'was terminated', CANCELLED: 'was cancelled', TIMED_OUT: 'timed out',
};

/** The workflows behind the journey, for engineers; null for whom they are of no use. */
export function processView(process: Process, isShown: boolean): object | null {
  if (!isShown) return null;
  return { available: process.available, runs: process.runs.map((run) => ({ ...run, name: TYPES[run.type] ?? run.type, statusWords: STATUSES[run.status] ?? run.status.toLowerCase() })) };
}

/** The runs at the times the record has: where a demonstration skipped time, its workflows are ahead of their record. */
export function onRecord({ runs, skippedMs }: Process): Run[] {
  const at = (time: string): string => new Date(Date.parse(time) - skippedMs).toISOString();
  return skippedMs === 0 ? runs : runs.map((run) => ({ ...run, startedAt: at(run.startedAt), closedAt: run.closedAt && at(run.closedAt) }));
}

/** The runs that a story of one stage tells of; without a stage all of them. */
export function runsIn(runs: readonly Run[], stage: Stage | null): readonly Run[] {
  return stage === null ? runs : runs.filter(({ type }) => STAGE_OF[type] === stage);
}

/** The story with the beginnings and ends of its workflows' runs, where they fall into the page at hand. */
export function withRuns(events: Reply<typeof contract.listJourneyEvents>['items'], runs: readonly Run[], nextCursor: string | null): StoryEvent[] {
  const oldest = nextCursor === null ? '' : (events[events.length - 1]?.at ?? '');
  const lines = runs.flatMap((run) => {
    const isFirst = runs.find(({ workflowId }) => workflowId === run.workflowId) === run;
    const begun = lineOf(run, 'begun', run.startedAt, `${TYPES[run.type] ?? run.type}’s workflow ${isFirst ? 'began' : 'went on in a fresh run'}.`);
    if (run.closedAt === null || run.status === 'CONTINUED_AS_NEW') return [begun];
    return [begun, lineOf(run, 'ended', run.closedAt, `${TYPES[run.type] ?? run.type}’s workflow ${STATUSES[run.status] ?? run.status.toLowerCase()}.`)];
  }).filter(({ at }) => at >= oldest);
  return [...events, ...lines].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function lineOf({ workflowId, runId, href }: Run, what: 'begun' | 'ended', at: string, sentence: string): StoryEvent {
  return { id: `${runId}/${what}`, source: 'workflow', at, stage: null, activity: `workflow-${what}`, sentence, actor: null, actorKind: 'workflow', durationMs: null, referenceType: workflowId, referenceId: runId, href };
}
