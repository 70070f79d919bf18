import { type WorkflowBench } from '../../support/workflowBench';

/** Plays something on a bench and answers the workflows whose histories are worth keeping, by name. */
export type Scenario = (bench: WorkflowBench) => Promise<Readonly<Record<string, string>>>;
export type Scenarios = Readonly<Record<string, Scenario>>;
