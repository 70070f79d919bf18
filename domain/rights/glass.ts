/** Why somebody opens a record that is not theirs to see (HL7 v3 ActReason: ETREAT, and what hospitals add). */
export const GLASS_REASONS = ['emergency', 'cover', 'consult', 'safety', 'other'] as const;
export type GlassReason = (typeof GLASS_REASONS)[number];
export const GLASS_REASON_LABELS: Readonly<Record<GlassReason, string>> = {
  emergency: 'Emergency: the patient needs treatment now', cover: 'I cover for whoever looks after the patient', consult: 'I was asked for an opinion', safety: 'Safety of the patient or of others', other: 'Another reason, as I write below',
};

/** Longer than this nobody sees through the broken glass; then a new reason is asked for. */
export const GLASS_MINUTES = 60;
/** Fewer letters are no reason. */
export const GLASS_WORDS_LEAST = 10;

export const GLASS_OUTCOMES = ['justified', 'unjustified'] as const;
export type GlassOutcome = (typeof GLASS_OUTCOMES)[number];
