/** Where an event stands. */
export const SAFETY_EVENT_STATUSES = { reported: 'Reported', investigating: 'Being looked into', acting: 'Actions under way', closed: 'Closed' } as const;
export type SafetyEventStatus = keyof typeof SAFETY_EVENT_STATUSES;
export const SAFETY_EVENT_STATUS_NAMES = Object.keys(SAFETY_EVENT_STATUSES) as [SafetyEventStatus, ...SafetyEventStatus[]];

/** What helped it happen: the groups of the WHO's patient safety classification (ICPS 2009), as a ward would say them. */
export const CONTRIBUTING_FACTORS = {
  communication: 'Communication',
  handOff: 'Hand-off',
  staffing: 'Too few people, or too much at once',
  training: 'Knowledge or practice missing',
  procedure: 'Procedure missing or not followed',
  equipment: 'Equipment or supplies',
  environment: 'Room, light, floor, noise',
  patient: 'The patient’s condition',
} as const;
export type ContributingFactor = keyof typeof CONTRIBUTING_FACTORS;
export const CONTRIBUTING_FACTOR_NAMES = Object.keys(CONTRIBUTING_FACTORS) as ContributingFactor[];

/** What is on the record of an event, in the order it happened. */
export const SAFETY_STEPS = {
  reported: 'Reported', triaged: 'Triaged', investigated: 'Looked into', 'action-added': 'Action agreed', 'action-done': 'Action done', 'action-cancelled': 'Action dropped', closed: 'Closed', reopened: 'Opened again',
} as const;
export type SafetyStep = keyof typeof SAFETY_STEPS;

/** Where it goes when it is triaged or opened again. */
export const triageOutcome = (decision: 'investigate' | 'close'): SafetyEventStatus => (decision === 'close' ? 'closed' : 'investigating');
