/** What a person can decide about a claim that stands out. */
export const REVIEW_DECISIONS = {
  release: { label: 'Release: it is right as it is', done: 'Released' },
  correct: { label: 'Take lines off and check again', done: 'Lines taken off' },
  void: { label: 'Void the claim', done: 'Voided' },
} as const;
export type ReviewDecision = keyof typeof REVIEW_DECISIONS;
export const REVIEW_DECISION_NAMES = Object.keys(REVIEW_DECISIONS) as [ReviewDecision, ...ReviewDecision[]];
