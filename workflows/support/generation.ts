import { patched } from '@temporalio/workflow';

/** Changes of running workflows from before the generation, each once behind a patch of its own. */
type EarlierChange =
  | 'amendment-told' | 'claim-status-inquiry' | 'closing-scheduled' | 'emergency-response' | 'local-calls-in-turn'
  | 'newer-answers-stay' | 'nobody-asked-ends' | 'specimen-receipt' | 'stages-told-at-rest';

/**
 * Whether this run began, or has got on, under the code of this generation: it goes by all earlier changes then. One mark in the history stands
 * for all of theirs, each of which is two events and a write to Temporal's list of workflows. A change that comes after it has a patch of its own again.
 */
export function isOfThisGeneration(): boolean {
  return patched('generation-2');
}

/** Whether this run goes by an earlier change. Runs that began before the generation have the change's own mark, or not. */
export function hasChange(change: EarlierChange): boolean {
  return isOfThisGeneration() || patched(change);
}
