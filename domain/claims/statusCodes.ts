import { type StuckCause } from './causes';

/** One answer of a 277CA: category (STC01-1) and status (STC01-2). */
export interface ClaimStatusCode {
  readonly category: string;
  readonly status: string;
}

/** Claim status categories Careway meets in acknowledgements, in our own words. A3, A4, A6, A7 and A8 mean the claim was not taken in. */
export const STATUS_CATEGORIES: Readonly<Record<string, { words: string; accepted: boolean }>> = {
  A0: { words: 'passed on to the payer', accepted: true },
  A1: { words: 'received', accepted: true },
  A2: { words: 'accepted for adjudication', accepted: true },
  A3: { words: 'returned: cannot be processed', accepted: false },
  A4: { words: 'not found by the payer', accepted: false },
  A5: { words: 'split by the payer', accepted: true },
  A6: { words: 'rejected: information is missing', accepted: false },
  A7: { words: 'rejected: information is invalid', accepted: false },
  A8: { words: 'rejected: the parts contradict each other', accepted: false },
};

interface Status {
  readonly words: string;
  readonly cause: StuckCause;
}

/** Claim status codes of rejections, in our own words, and the queue each belongs to. */
export const STATUSES: Readonly<Record<string, Status>> = {
  '20': { words: 'accepted', cause: 'rejected-other' },
  '21': { words: 'information is missing or invalid', cause: 'rejected-other' },
  '26': { words: 'the provider is not known', cause: 'rejected-provider' },
  '33': { words: 'the member is not found', cause: 'rejected-member' },
  '164': { words: 'the member number', cause: 'rejected-member' },
  '187': { words: 'the dates of service', cause: 'rejected-dates' },
  '254': { words: 'the principal diagnosis', cause: 'rejected-diagnosis' },
  '255': { words: 'a diagnosis', cause: 'rejected-diagnosis' },
  '562': { words: 'the provider’s NPI', cause: 'rejected-provider' },
};

/** "A7-33: rejected: information is invalid: the member is not found". */
export function statusWords({ category, status }: ClaimStatusCode): string {
  const parts = [STATUS_CATEGORIES[category]?.words ?? 'answered', STATUSES[status]?.words].filter(Boolean);
  return `${category}-${status}: ${parts.join(': ')}`;
}

/** The queue of a rejection: of its first code that says one. */
export function rejectionCause(codes: readonly ClaimStatusCode[]): StuckCause {
  for (const { status } of codes) {
    const known = STATUSES[status];
    if (known) return known.cause;
  }
  return 'rejected-other';
}
