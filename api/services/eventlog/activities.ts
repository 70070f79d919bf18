import { isStage, STAGE_LABELS, STAGES } from '../../../domain/journey/stages';
import { isTaskType, taskType, TASK_TYPES } from '../../../domain/tasks/types';
import { type Transition } from '../../../interop/eventlog/model';
import { CLAIM_EVENTS, type ClaimEventKind } from '../claims/events';

/** The activities of a log in words. A stage says that it is one, and a claim's events whose they are: no two kinds share a name. */
export function stageActivity(stage: string): string {
  return `${isStage(stage) ? STAGE_LABELS[stage] : stage} stage`;
}

export function taskActivity(type: string): string {
  return isTaskType(type) ? taskType(type).title : plain(type);
}

export function claimActivity(kind: string): string {
  const words = Object.hasOwn(CLAIM_EVENTS, kind) ? CLAIM_EVENTS[kind as ClaimEventKind] : plain(kind);
  return `Claim: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** A step of the record that is neither stage, task nor claim: "Bed changed". Its code is ours and holds no text of anybody. */
export function stepActivity(activity: string): string {
  return plain(activity);
}

/** Every activity a log can have, with the transitions it goes through; `steps` are those of the record. */
export function knownActivities(steps: readonly string[]): { activity: string; transition: Transition }[] {
  const through = (activities: readonly string[], transitions: readonly Transition[]) => activities.flatMap((activity) => transitions.map((transition) => ({ activity, transition })));
  return [
    ...through(STAGES.map(stageActivity), ['start', 'suspend', 'resume', 'complete', 'autoskip']),
    ...through(Object.keys(TASK_TYPES).map(taskActivity), ['schedule', 'start', 'suspend', 'resume', 'complete', 'withdraw']),
    ...through(Object.keys(CLAIM_EVENTS).map(claimActivity), ['complete']),
    ...through(steps, ['complete']),
  ];
}

function plain(code: string): string {
  const words = code.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
