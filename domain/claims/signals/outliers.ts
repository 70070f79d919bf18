import { type ClaimFacts, type Setting, SETTINGS, settingOf } from './facts';
import { FEATURES, featuresOf } from './features';
import { contributionsOf, type Forest, growForest, scoreOf } from './forest';
import { quantile } from './multiset';
import { type Peers } from './peers';
import { type Evidence, type Finding } from './signal';

/** What one setting's claims look like. */
export interface OutlierModel {
  readonly claims: number;
  readonly forest: Forest;
  /** Each feature's percentiles 0 to 100. */
  readonly percentiles: readonly (readonly number[])[];
  /** Scores above it are outliers. */
  readonly threshold: number;
}
export type OutlierModels = Readonly<Partial<Record<Setting, OutlierModel>>>;

/** Fewer claims of a setting teach nothing. */
const ENOUGH = 60;
/** One in two hundred claims of the record scores as high. */
const SHARE = 0.995;
/** And stands apart from ordinary claims (around 0.3 to 0.4), however alike the record's claims are. */
const LEAST_SCORE = 0.5;
/** Features named as reasons, and the least share one must have in the outcome. */
const NAMED = 3;
const LEAST_SHARE = 0.1;
/** An outlier of a few dollars is nobody's hour. */
const MATERIAL_CENTS = 50_000;

/** One forest for each setting that has claims enough. */
export function learnOutliers(facts: readonly Pick<ClaimFacts, 'claim' | 'others'>[], peers: Peers, seed: number): OutlierModels {
  const rows = new Map<Setting, number[][]>();
  for (const one of facts) {
    const setting = settingOf(one.claim);
    const known = rows.get(setting) ?? [];
    known.push(featuresOf(one, peers));
    rows.set(setting, known);
  }
  return Object.fromEntries([...rows].filter(([, known]) => known.length >= ENOUGH).map(([setting, known]) => [setting, learn(known, seed)]));
}

function learn(rows: readonly (readonly number[])[], seed: number): OutlierModel {
  const forest = growForest(rows, { trees: 100, sampleSize: 128, seed });
  const scores = rows.map((row) => scoreOf(forest, row)).sort((a, b) => a - b);
  const percentiles = FEATURES.map((_, feature) => {
    const sorted = rows.map((row) => row[feature] ?? 0).sort((a, b) => a - b);
    return Array.from({ length: 101 }, (_unused, percent) => quantile(sorted, percent / 100));
  });
  return { claims: rows.length, forest, percentiles, threshold: Math.round(Math.max(LEAST_SCORE, quantile(scores, SHARE)) * 1e4) / 1e4 };
}

/** A claim that stands alone among those of its setting, with what sets it apart. Silent where the record has too few of them. */
export function findOutlier(facts: ClaimFacts, peers: Peers | null, models: OutlierModels): Finding[] {
  const { claim } = facts;
  const setting = settingOf(claim);
  const model = models[setting];
  if (!peers || !model) return [];
  const row = featuresOf(facts, peers);
  const score = scoreOf(model.forest, row);
  if (score <= model.threshold) return [];
  const named = contributionsOf(model.forest, row).map((share, feature) => ({ share, feature })).sort((a, b) => b.share - a.share).slice(0, NAMED).filter(({ share }, index) => index === 0 || share >= LEAST_SHARE);
  const words = named.map(({ feature }) => comparison(feature, row[feature] ?? 0, model));
  return [{
    signal: 'outlier', severity: claim.chargeCents >= MATERIAL_CENTS ? 'hold' : 'note', reason: `Unlike the ${model.claims} ${SETTINGS[setting]} it was compared with: ${words.map(({ text }) => text).join('; ')}.`,
    evidence: [...words.map(({ evidence }) => evidence), { label: 'Score', value: `${score.toFixed(2)}; above ${model.threshold.toFixed(2)} is an outlier` }],
    lines: [], otherClaimId: null, key: `${claim.chargeCents}/${claim.lines.length}/${claim.diagnoses.length}`,
  }];
}

/** "charge $12,300.00, higher than 99 % of them". */
function comparison(feature: number, value: number, { percentiles }: OutlierModel): { text: string; evidence: Evidence } {
  const { label = '', show = String } = FEATURES[feature] ?? {};
  const sorted = percentiles[feature] ?? [];
  const [below, above] = [sorted.filter((one) => one < value).length, sorted.filter((one) => one > value).length];
  const place = below >= above ? `higher than ${Math.min(below, 99)} % of them` : `lower than ${Math.min(above, 99)} % of them`;
  return { text: `${label.toLowerCase()} ${show(value)}, ${place}`, evidence: { label, value: `${show(value)}, ${place}; median ${show(sorted[50] ?? 0)}` } };
}
