import { findAfterEnd } from './afterEnd';
import { findDuplicates } from './duplicates';
import { type ClaimFacts } from './facts';
import { findImpossibleDays } from './impossibleDays';
import { type SignalModel } from './model';
import { findOutlier } from './outliers';
import { findOverlaps } from './overlaps';
import { type Finding, SIGNAL_NAMES } from './signal';
import { findUnbundling } from './unbundling';
import { findUpcoding } from './upcoding';

/**
 * Everything the signals have to say about a claim, what keeps it back first. Pure: it changes nothing and decides nothing. Without a
 * model those signals are silent that compare with the record.
 */
export function screenClaim(facts: ClaimFacts, model: Pick<SignalModel, 'peers' | 'outliers'> | null): Finding[] {
  const peers = model?.peers ?? null;
  const found = [
    ...findDuplicates(facts, peers), ...findUnbundling(facts, peers), ...findUpcoding(facts, peers), ...findImpossibleDays(facts), ...findOverlaps(facts), ...findAfterEnd(facts),
    ...findOutlier(facts, peers, model?.outliers ?? {}),
  ];
  return found.sort((one, other) => rank(one) - rank(other));
}

function rank({ severity, signal }: Finding): number {
  return (severity === 'hold' ? 0 : SIGNAL_NAMES.length) + SIGNAL_NAMES.indexOf(signal);
}
