import { type WorkflowProgress } from '../../../workflows/contracts/messages';
import { type Difference, type DifferenceKind, type Found } from './difference';
import { dropIncident, dropTask, reopenIncident } from './mends';
import { type ClaimOnRecord, type CommandOnRecord, type IncidentOnRecord, type JourneyOnBoard, type OpenTaskRow, type RecordedWork } from './recordSide';

/** Younger than this, what one side does not know may still be on its way to it. */
export const ON_ITS_WAY_MS = 30_000;

/** A workflow under comparison, and whose it is. */
export interface Subject {
  readonly workflowId: string;
  readonly journeyId: string | null;
  readonly claimId: string | null;
}

/** One workflow of the record, with what the record has of it. */
export interface Case extends Subject {
  readonly journey: JourneyOnBoard | null;
  readonly claim: ClaimOnRecord | null;
  readonly work: RecordedWork;
}

export interface OwnWork {
  readonly tasks: readonly OpenTaskRow[];
  readonly incidents: readonly IncidentOnRecord[];
  readonly commands: readonly CommandOnRecord[];
  /** How tasks and incidents stand that the workflow names; not in it: there is none of that ID. */
  readonly named: ReadonlyMap<string, string>;
}

/** `ended`: there is no workflow any more, so that nothing of it can be open; null: it did not say. */
export type Word = WorkflowProgress | 'ended' | null;

/** Tasks, incidents and commands of one workflow, as the record and as the workflow has them. */
export function compareWork(subject: Subject, own: OwnWork, word: Word, now: number): Found[] {
  const late = own.commands.filter(({ createdAt }) => now - createdAt.getTime() > ON_ITS_WAY_MS).map((command) => found(subject, 'command-undelivered', command.dedupId, `${command.name}, ${command.attempts} attempts`, null,
    `${command.name} has waited ${Math.round((now - command.createdAt.getTime()) / 1000)} s to be delivered.`, 'Is Temporal up and an API running? The relay delivers it by itself; bin/careway status says what runs.'));
  // What is on its way changes both lists: they are compared when it has arrived.
  if (own.commands.length > 0 || word === null) return late;
  return [...late, ...compareTasks(subject, own, word, now), ...compareIncidents(subject, own, word, now)];
}

function compareTasks(subject: Subject, { tasks, named }: OwnWork, word: WorkflowProgress | 'ended', now: number): Found[] {
  const waitedFor = word === 'ended' ? [] : word.openTasks;
  const known = new Set(waitedFor.map(({ taskId }) => taskId));
  const open = new Set(tasks.map(({ id }) => id));
  const unknown = tasks.filter(({ id, createdAt }) => !known.has(id) && now - createdAt.getTime() > ON_ITS_WAY_MS).map((task) => ({
    ...found(subject, 'task-unknown', task.id, `open (${task.type})`, word === 'ended' ? 'ended' : 'not waited for', `The task “${task.type}” is in an inbox, and nothing waits for it.`, null), mend: dropTask(subject.workflowId, task.id),
  }));
  const closed = waitedFor.filter(({ taskId }) => !open.has(taskId)).map(({ taskId, type, step }) => found(subject, 'task-closed', taskId, named.get(taskId) ?? 'not there', `waits for ${type}`,
    `The workflow waits for “${type}”, which the record has as ${named.get(taskId) ?? 'not there'}.`, adviceForClosed(subject, step)));
  return [...unknown, ...closed];
}

function adviceForClosed({ workflowId }: Subject, step: string): string {
  return `Its completion did not reach the workflow (step ${step}). Look at workflow_commands of ${workflowId} for a refused command; an engineer resets the workflow to before the step (temporal workflow reset), which asks for the task anew.`;
}

function compareIncidents(subject: Subject, { incidents, named }: OwnWork, word: WorkflowProgress | 'ended', now: number): Found[] {
  const waitedAt = word === 'ended' ? [] : word.incidents;
  const known = new Set(waitedAt.map(({ incidentId }) => incidentId));
  const unsettled = new Set(incidents.map(({ id }) => id));
  const unknown = incidents.filter(({ id, openedAt }) => !known.has(id) && now - openedAt.getTime() > ON_ITS_WAY_MS).map((incident) => ({
    ...found(subject, 'incident-unknown', incident.id, incident.status, word === 'ended' ? 'ended' : 'not stuck there', 'The incident is listed as unsettled, and its workflow is not stuck there.', null), mend: dropIncident(incident.id),
  }));
  const settled = waitedAt.filter(({ incidentId }) => !unsettled.has(incidentId)).map(({ incidentId, step }) => {
    const status = named.get(incidentId);
    const difference = found(subject, 'incident-closed', incidentId, status ?? 'not there', `stuck at ${step}`, `The workflow is stuck at ${step}, and nobody is shown that.`,
      status ? null : `The incident is not in the record at all (restored from a backup?): an engineer answers it (temporal workflow update, resolveIncident, ${incidentId}).`);
    return status ? { ...difference, mend: reopenIncident(incidentId) } : difference;
  });
  return [...unknown, ...settled];
}

export function found({ workflowId, journeyId, claimId }: Subject, kind: DifferenceKind, about: string, record: string | null, process: string | null, sentence: string, advice: string | null): Difference {
  return { kind, workflowId, journeyId, claimId, about, record, process, sentence, advice };
}
