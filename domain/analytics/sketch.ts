/**
 * Quantiles of durations from counts in buckets of growing width (DDSketch: Masson, Rim, Lee, VLDB 2019). Every quantile is within 1 % of a
 * true one, whatever the distribution; two sketches add up to the sketch of both, and what was added can be taken away again.
 */
export type Sketch = Readonly<Record<number, number>>;

/** How far a quantile can be off, as a share of it. */
export const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);

/** The bucket of a value; what is below 1 shares the first. */
export function bucketOf(value: number): number {
  return value <= 1 ? 0 : Math.ceil(Math.log(value) / LOG_GAMMA);
}

/** Both together. Buckets that come out empty are dropped. */
export function mergeSketches(one: Sketch, other: Sketch): Sketch {
  // Thousands of sketches are merged a second while figures are worked out: nothing is copied twice.
  const merged: Record<string, number> = { ...one };
  for (const bucket of Object.keys(other)) merged[bucket] = (merged[bucket] ?? 0) + (other[Number(bucket)] ?? 0);
  for (const bucket of Object.keys(merged)) if ((merged[bucket] ?? 0) <= 0) delete merged[bucket];
  return merged;
}

/** The values at these shares (0.5: the median) of what was counted; null when nothing was. */
export function quantiles(sketch: Sketch, shares: readonly number[]): (number | null)[] {
  const buckets = Object.entries(sketch).map(([bucket, count]) => [Number(bucket), count] as const).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  return shares.map((share) => {
    if (total === 0) return null;
    let left = Math.max(1, Math.ceil(share * total));
    for (const [bucket, count] of buckets) {
      left -= count;
      if (left <= 0) return valueOf(bucket);
    }
    return null;
  });
}

/** The middle of a bucket: no value in it is further away than the relative error. */
function valueOf(bucket: number): number {
  return bucket === 0 ? 1 : (2 * GAMMA ** bucket) / (GAMMA + 1);
}
