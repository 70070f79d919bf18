/** The seven stages of a patient journey, in order. */
export const STAGES = ['admission', 'diagnostics', 'treatment', 'discharge', 'billing', 'adjudication', 'follow-up'] as const;

export type Stage = (typeof STAGES)[number];

/** How a stage stands once the pathway has reached it or left it out; before that it waits. */
export type StageStatus = 'current' | 'done' | 'skipped' | 'in-trouble';

export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  admission: 'Admission',
  diagnostics: 'Diagnostics',
  treatment: 'Treatment',
  discharge: 'Discharge',
  billing: 'Billing',
  adjudication: 'Claim adjudication',
  'follow-up': 'Follow-up',
};

/** Why a journey ended early, and what becomes of the encounter. */
export const CANCEL_REASONS = {
  'admission-in-error': 'Admitted in error: everything done is undone, nothing is billed',
  'left-against-advice': 'Patient left against advice: care stops, what was given is billed',
  deceased: 'Patient died: care stops, what was given is billed',
} as const;

export type CancelReason = keyof typeof CANCEL_REASONS;

/** How a closed journey came out. */
export const JOURNEY_OUTCOMES = ['claim-paid', 'claim-denied', 'claim-with-staff', 'self-pay', 'cancelled'] as const;
export type JourneyOutcome = (typeof JOURNEY_OUTCOMES)[number];

export function isStage(value: string): value is Stage {
  return (STAGES as readonly string[]).includes(value);
}
