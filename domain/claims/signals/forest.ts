import { randomFrom, sampleOf } from './random';

/**
 * An isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008). Each tree splits a sample at random values of random features; what
 * stands alone is alone after few splits. One thing differs: values are drawn from a wider range than the sample's. Otherwise a row far
 * outside it is no more alone than the sample's own outermost row. Plain data, so that a model can be stored and looked at.
 */
export interface Forest {
  readonly features: number;
  readonly sampleSize: number;
  /** Nodes of each tree, four numbers a node: feature (−1: leaf), value, index of the lower child (the higher one follows it), size. */
  readonly trees: readonly (readonly number[])[];
}

export interface ForestOptions {
  readonly trees: number;
  readonly sampleSize: number;
  readonly seed: number;
}

const NODE = 4;
/** How much further than the rows of a node, on each side, its split may lie: a share of their range. */
const WIDER = 0.5;
/** Splits beyond the rows cost depth: trees may grow this much deeper than a halving of the sample needs. */
const DEEPER = 4;
const EULER = 0.5772156649015329;

/** Grow a forest on rows of numbers, all of one length. The same rows, order and seed give the same forest. */
export function growForest(rows: readonly (readonly number[])[], { trees, sampleSize, seed }: ForestOptions): Forest {
  const [first] = rows;
  if (!first) throw new RangeError('A forest needs rows to grow on.');
  const random = randomFrom(seed);
  const size = Math.min(sampleSize, rows.length);
  const deepest = Math.ceil(Math.log2(size)) + DEEPER;
  return { features: first.length, sampleSize: size, trees: Array.from({ length: trees }, () => growTree(sampleOf(rows, size, random), deepest, random)) };
}

function growTree(sample: readonly (readonly number[])[], deepest: number, random: () => number): number[] {
  const nodes: number[] = [];
  const grow = (at: number, rows: readonly (readonly number[])[], depth: number): void => {
    const split = depth < deepest && rows.length > 1 ? chooseSplit(rows, random) : null;
    nodes.splice(at * NODE, NODE, split?.feature ?? -1, split?.value ?? 0, split ? nodes.length / NODE : 0, rows.length);
    if (!split) return;
    const lower = nodes.length / NODE;
    nodes.push(...Array.from({ length: 2 * NODE }, () => 0));
    grow(lower, rows.filter((row) => (row[split.feature] ?? 0) < split.value), depth + 1);
    grow(lower + 1, rows.filter((row) => (row[split.feature] ?? 0) >= split.value), depth + 1);
  };
  nodes.push(...Array.from({ length: NODE }, () => 0));
  grow(0, sample, 0);
  return nodes;
}

/** A feature that still tells rows apart, and a value around theirs, kept short for storing; null when all rows are alike. */
function chooseSplit(rows: readonly (readonly number[])[], random: () => number): { feature: number; value: number } | null {
  const features = rows[0]?.length ?? 0;
  const open = Array.from({ length: features }, (_, feature) => {
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = row[feature] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { feature, low, high };
  }).filter(({ low, high }) => high > low);
  const chosen = open[Math.floor(random() * open.length)];
  if (!chosen) return null;
  const { feature, low, high } = chosen;
  const value = low - WIDER * (high - low) + random() * (1 + 2 * WIDER) * (high - low);
  return { feature, value: Math.round(value * 1e4) / 1e4 };
}

/** 0 to 1: below 0.5 for what is ordinary, towards 1 for what stands alone. */
export function scoreOf(forest: Forest, row: readonly number[]): number {
  let total = 0;
  for (const tree of forest.trees) total += walk(tree, row, () => undefined);
  return 2 ** (-(total / forest.trees.length) / usualDepth(forest.sampleSize));
}

/**
 * Which features made it stand alone: each split on its path is credited with how much smaller the row's side was than a fair half. The
 * shares add up to 1, or are all 0 when nothing set it apart.
 */
export function contributionsOf(forest: Forest, row: readonly number[]): number[] {
  const credit = Array.from({ length: forest.features }, () => 0);
  for (const tree of forest.trees) {
    walk(tree, row, (feature, of, side) => {
      const isolating = Math.log2(of / Math.max(side, 0.5)) - 1;
      if (isolating > 0) credit[feature] = (credit[feature] ?? 0) + isolating;
    });
  }
  const total = credit.reduce((sum, one) => sum + one, 0);
  return total === 0 ? credit : credit.map((one) => one / total);
}

/** The length of a row's path through a tree, leaves that hold several rows counted as deep as these would go. */
function walk(tree: readonly number[], row: readonly number[], onSplit: (feature: number, of: number, side: number) => void): number {
  let [node, depth] = [0, 0];
  for (;;) {
    const at = node * NODE;
    const [feature, size] = [tree[at] ?? -1, tree[at + 3] ?? 0];
    if (feature < 0) return depth + usualDepth(size);
    node = (row[feature] ?? 0) < (tree[at + 1] ?? 0) ? (tree[at + 2] ?? 0) : (tree[at + 2] ?? 0) + 1;
    depth += 1;
    onSplit(feature, size, tree[node * NODE + 3] ?? 0);
  }
}

/** How deep an unsuccessful search in a binary search tree of so many rows goes on average: what path lengths are measured by. */
export function usualDepth(size: number): number {
  if (size <= 1) return 0;
  if (size === 2) return 1;
  return 2 * (Math.log(size - 1) + EULER) - (2 * (size - 1)) / size;
}
