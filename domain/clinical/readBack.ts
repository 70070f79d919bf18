import { type Interpretation } from './interpretation';

/** A value as it was last reported. */
export interface ReportedValue {
  readonly value: number | null;
  readonly interpretation: Interpretation | string | null;
  readonly isAcknowledged: boolean;
}

/** What a newly reported value asks for. */
export type ReadBack =
  /** Not critical: nothing. */
  | 'none'
  /** The same critical value, read back already: that stands. */
  | 'stands'
  /** Critical, and somebody is being asked to read it back already: they see the value as it is now. */
  | 'asked'
  /** Critical, and nobody knows yet. */
  | 'ask';

/** Interpretations somebody must read back: a number beyond its critical limits, or a finding the reporting physician calls critical. */
export const READ_BACK = ['LL', 'HH', 'AA'] as const;

export function needsReadBack(interpretation: string | null): boolean {
  return (READ_BACK as readonly string[]).includes(interpretation ?? '');
}

/**
 * Has this value to be read back? `before` is what was reported for the same test before (preliminary, or before it was amended or
 * corrected); null: nothing. One critical value calls once, in whatever report it appears again.
 */
export function readBackOf(before: ReportedValue | null, after: Pick<ReportedValue, 'value' | 'interpretation'>): ReadBack {
  if (!needsReadBack(after.interpretation)) return 'none';
  if (before === null || !needsReadBack(before.interpretation)) return 'ask';
  if (!before.isAcknowledged) return 'asked';
  return before.value === after.value && before.interpretation === after.interpretation ? 'stands' : 'ask';
}
