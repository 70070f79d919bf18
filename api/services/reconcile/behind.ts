import { STAGES } from '../../../domain/journey/stages';
import { type WorkflowProgress } from '../../../workflows/contracts/messages';
import { mayBeAhead } from '../../temporal/restores';
import { type Case, found } from './compareWork';
import { type Found } from './difference';

/** What stays true of a workflow that is behind: what the record says of itself, and what a person is needed for now. */
const STANDS: readonly Found['kind'][] = ['row', 'command-undelivered', 'incident-closed', 'process-ended'];

/**
 * After a restore a workflow may stand at an earlier time than its record: what the record has beyond that is not wrong, the workflow comes to it. Mended, tasks would
 * leave the inbox that it is about to ask for, and a stay that is over would be opened again. So nothing is mended, and it is said once.
 */
export function leaveToCatchUp(differences: readonly Found[], one: Case, process: { readonly exists: boolean; readonly word: WorkflowProgress | null }, restoredAt: Date | null): Found[] {
  if (restoredAt === null || !isBehind(one, process, restoredAt)) return [...differences];
  const left = differences.filter(({ kind }) => STANDS.includes(kind));
  if (left.length === differences.length) return left;
  const since = restoredAt.toISOString();
  return [...left, found(one, 'process-behind', 'workflow', `restored at ${since}`, process.exists ? 'at an earlier time' : 'not there yet', `Since the restore of ${since} the workflow is behind its record.`,
    'Leave it: it comes to what the record has as answers reach it and its timers pass. Two weeks after the restore what it has not come to is compared as ever.')];
}

function isBehind({ journey, claim, work, workflowId }: Case, { exists, word }: { readonly exists: boolean; readonly word: WorkflowProgress | null }, restoredAt: Date): boolean {
  const own = [...work.tasks.map((task) => ({ ...task, at: task.createdAt })), ...work.incidents.map((incident) => ({ ...incident, at: incident.openedAt }))].filter((item) => item.workflowId === workflowId);
  if (!exists) return mayBeAhead(restoredAt, journey?.startedAt ?? claim?.createdAt ?? null) || own.some(({ at }) => mayBeAhead(restoredAt, at));
  if (word === null) return false;
  if (word.outcome === null && mayBeAhead(restoredAt, journey?.closedAt ?? claim?.closedAt ?? null)) return true;
  if (journey && word.stage && mayBeAhead(restoredAt, journey.startedAt) && STAGES.indexOf(word.stage) < (STAGES as readonly string[]).indexOf(journey.stage)) return true;
  const known = new Set([...word.openTasks.map(({ taskId }) => taskId), ...word.incidents.map(({ incidentId }) => incidentId)]);
  return own.some(({ id, at }) => !known.has(id) && mayBeAhead(restoredAt, at));
}
