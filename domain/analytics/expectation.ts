/** A past stay: its group, how long it was, and whether the patient came back within thirty days. */
export interface PastStay {
  readonly group: string;
  readonly days: number;
  readonly readmitted: boolean;
}

/** Groups below this say little by themselves; nothing is told of fewer stays than this. */
export const FEWEST_STAYS = 20;
/** As many stays of the whole hospital count along with those of a group: a small group leans on all. */
const PRIOR_STAYS = 10;

export interface Expectation {
  readonly stays: number;
  readonly days: number;
  readonly readmissionRate: number;
}

/**
 * What is to be expected of a stay of each group, from past stays: the group's mean, drawn towards that of all stays as if ten of those
 * belonged to it (empirical Bayes with a fixed prior). `''` is the whole hospital, for groups nobody has seen.
 */
export function expectations(past: readonly PastStay[]): Map<string, Expectation> {
  const all = summed(past);
  const groups = new Map<string, PastStay[]>();
  for (const stay of past) groups.set(stay.group, [...(groups.get(stay.group) ?? []), stay]);
  const told = new Map<string, Expectation>([['', all]]);
  for (const [group, stays] of groups) {
    const own = summed(stays);
    const drawn = (mine: number, everybody: number): number => (own.stays * mine + PRIOR_STAYS * everybody) / (own.stays + PRIOR_STAYS);
    told.set(group, { stays: own.stays, days: drawn(own.days, all.days), readmissionRate: drawn(own.readmissionRate, all.readmissionRate) });
  }
  return told;
}

export interface Comparison {
  readonly stays: number;
  readonly observedDays: number | null;
  readonly expectedDays: number | null;
  readonly readmitted: number;
  /** Null, like the expected days: there is no past to go by. */
  readonly expectedReadmitted: number | null;
  /** Observed ÷ expected readmissions, with limits that chance alone would leave in one of twenty hospitals. Null: too few stays to say. */
  readonly ratio: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** Stays against what was to be expected of them. */
export function compare(stays: readonly PastStay[], expected: ReadonlyMap<string, Expectation>): Comparison {
  const of = (group: string): Expectation => expected.get(group) ?? expected.get('') ?? { stays: 0, days: 0, readmissionRate: 0 };
  const readmitted = stays.filter((stay) => stay.readmitted).length;
  const hasPast = (expected.get('')?.stays ?? 0) > 0;
  const expectedReadmitted = hasPast ? stays.reduce((sum, { group }) => sum + of(group).readmissionRate, 0) : null;
  return {
    stays: stays.length, readmitted, expectedReadmitted,
    observedDays: stays.length === 0 ? null : stays.reduce((sum, { days }) => sum + days, 0) / stays.length,
    expectedDays: stays.length === 0 || !hasPast ? null : stays.reduce((sum, { group }) => sum + of(group).days, 0) / stays.length,
    ratio: stays.length < FEWEST_STAYS || !expectedReadmitted ? null : { value: readmitted / expectedReadmitted, low: byarLow(readmitted) / expectedReadmitted, high: byarHigh(readmitted) / expectedReadmitted },
  };
}

/** Byar's approximation of the 95 % limits of a Poisson count (Breslow, Day 1987). */
function byarLow(count: number): number {
  return count === 0 ? 0 : count * (1 - 1 / (9 * count) - 1.96 / (3 * Math.sqrt(count))) ** 3;
}

function byarHigh(count: number): number {
  return (count + 1) * (1 - 1 / (9 * (count + 1)) + 1.96 / (3 * Math.sqrt(count + 1))) ** 3;
}

function summed(stays: readonly PastStay[]): Expectation {
  const n = stays.length;
  return { stays: n, days: n === 0 ? 0 : stays.reduce((sum, { days }) => sum + days, 0) / n, readmissionRate: n === 0 ? 0 : stays.filter(({ readmitted }) => readmitted).length / n };
}
