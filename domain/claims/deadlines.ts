/** The last days on which something can still be done about a claim. */
export const CLAIM_DEADLINES = ['timely-filing', 'appeal'] as const;
export type ClaimDeadline = (typeof CLAIM_DEADLINES)[number];

/** How many days ahead somebody is warned; 0 says that the day has begun, and -1 that it has passed. */
export const WARNING_DAYS = [30, 7, 1, 0, -1] as const;

const SUBJECTS: Readonly<Record<ClaimDeadline, string>> = { 'timely-filing': 'The payer takes this claim', appeal: 'The denial can be appealed' };

/** "The payer takes this claim until 2026-04-01: 7 days left." */
export function deadlineWords(deadline: ClaimDeadline, on: string, daysLeft: number): string {
  const left = daysLeft < 0 ? 'that day has passed' : daysLeft === 0 ? 'today is the last day' : daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
  return `${SUBJECTS[deadline]} until ${on}: ${left}.`;
}
