import { needsUrgentReview, type News2Risk, RISK_RANK } from './news2';

/** One set of observations and what it comes to; times are epoch milliseconds. */
export interface MeasuredSet {
  readonly at: number;
  /** Null: the patient is not scored. */
  readonly news2: number | null;
  readonly risk: News2Risk;
  readonly isComplete: boolean;
}

/** A deterioration as it stands in the record. */
export interface Loop {
  readonly id: string;
  readonly raisedAt: number;
  readonly acknowledgedAt: number | null;
  readonly closedAt: number | null;
}

/** What is left of a deterioration once sets of it turned out to be entered in error. */
export type Reassessed =
  /** Nothing that stands calls for help: there was no deterioration. */
  | { readonly id: string; readonly outcome: 'withdrawn' }
  | {
      readonly id: string;
      readonly outcome: 'stands';
      readonly raisedAt: number;
      readonly news2: number | null;
      readonly risk: News2Risk;
      readonly isComplete: boolean;
      /** The latest set after it was raised; null: not observed again. */
      readonly reobserved: MeasuredSet | null;
      /** Acknowledged, and observed after that, by sets that stand. */
      readonly isClosed: boolean;
    };

/**
 * Look at a deterioration again by the sets that stand. It is raised by the first of them that calls for help; a loop that only a wrong set
 * had closed is open again: nobody has really looked at the patient since.
 */
export function reassess(loop: Loop, standing: readonly MeasuredSet[]): Reassessed {
  const since = standing.filter(({ at }) => at >= loop.raisedAt && (loop.closedAt === null || at <= loop.closedAt));
  const raised = since.find(needsUrgentReview);
  if (!raised) return { id: loop.id, outcome: 'withdrawn' };
  const counted = since.filter(({ at }) => at >= raised.at);
  const worst = counted.reduce((a, b) => (RISK_RANK[b.risk] > RISK_RANK[a.risk] || (b.risk === a.risk && (b.news2 ?? 0) > (a.news2 ?? 0)) ? b : a));
  const later = counted.filter(({ at }) => at > raised.at);
  const acknowledgedAt = loop.acknowledgedAt;
  const isClosed = loop.closedAt !== null && acknowledgedAt !== null && later.some((set) => set.at >= acknowledgedAt && (set.isComplete || needsUrgentReview(set)));
  return { id: loop.id, outcome: 'stands', raisedAt: raised.at, news2: highest(counted), risk: worst.risk, isComplete: raised.isComplete, reobserved: later[later.length - 1] ?? null, isClosed };
}

function highest(sets: readonly MeasuredSet[]): number | null {
  const scores = sets.flatMap(({ news2 }) => (news2 === null ? [] : [news2]));
  return scores.length === 0 ? null : Math.max(...scores);
}
