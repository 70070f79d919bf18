/** How much of a life cycle an event stands for (IEEE 1849, lifecycle extension, standard model). */
export type Transition = 'schedule' | 'assign' | 'start' | 'suspend' | 'resume' | 'complete' | 'withdraw' | 'autoskip';

/** What an event is about: a stage of the pathway, a step of the record, a person's task, a claim. */
export const EVENT_KINDS = { stage: 'Stage', step: 'Step', task: 'Task', claim: 'Claim event' } as const;
export type EventKind = keyof typeof EVENT_KINDS;

/** One thing that happened, ready to be written: every ID and time is as the file may show it. */
export interface LoggedEvent {
  readonly id: string;
  readonly kind: EventKind;
  /** In words: what process mining takes as the activity. */
  readonly activity: string;
  readonly transition: Transition;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Ties the events of one task or claim together. */
  readonly instance: string | null;
  readonly stage: string;
  readonly resource: string | null;
  readonly role: string | null;
  /** The ward, where the work belongs to one. */
  readonly group: string | null;
}

/** An attribute with a value the formats have a type for. */
export type LoggedValue = string | number;
export type LoggedAttributes = Readonly<Record<string, LoggedValue | null>>;

/** A task or claim of a journey. */
export interface LoggedThing {
  readonly id: string;
  readonly openedAt: string;
  readonly attributes: LoggedAttributes;
}

export interface LoggedClaim extends LoggedThing {
  /** The claim this one follows (coordination of benefits) or replaces. */
  readonly followsId: string | null;
}

/** One patient journey: the trace of XES, the encounter of OCEL. */
export interface LoggedJourney {
  readonly id: string;
  readonly startedAt: string;
  readonly attributes: LoggedAttributes;
  readonly tasks: readonly LoggedThing[];
  readonly claims: readonly LoggedClaim[];
  /** In the order they happened. */
  readonly events: readonly LoggedEvent[];
}

export interface LoggedPatient {
  readonly id: string;
  readonly attributes: LoggedAttributes;
  readonly journeys: readonly LoggedJourney[];
}

/** What the head of a file says of itself. */
export interface LogHead {
  readonly source: string;
  readonly identified: boolean;
  readonly madeAt: string;
  readonly note: string;
}
