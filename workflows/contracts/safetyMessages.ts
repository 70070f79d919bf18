/** Input of `safetyEvent`: one life of an event, from its report (or its reopening) to its end. */
export interface SafetyEventInput {
  readonly eventId: string;
  /** Severe harm or death: a manager triages it, within the hour. */
  readonly isSentinel: boolean;
  /** Opened again: it is looked into without another triage. */
  readonly isReopened: boolean;
}

/** Input of `safetyAction`: somebody promised to do something by a date. */
export interface SafetyActionInput {
  readonly actionId: string;
}
