import { type ClaimFacts } from './facts';
import { learnOutliers, type OutlierModels } from './outliers';
import { learnPeers, type Peers } from './peers';

/** What the record has taught: data with a version, trained by command and loaded by whoever screens claims. */
export interface SignalModel {
  /** Grows when the shape of the model or of its features changes: an older one is not read. */
  readonly format: typeof MODEL_FORMAT;
  readonly seed: number;
  readonly claims: number;
  readonly peers: Peers;
  readonly outliers: OutlierModels;
}

export const MODEL_FORMAT = 1;

/** Learn from claims of the record, each with the patient's other claims beside it. The same record and seed give the same model. */
export function trainSignals(facts: readonly Pick<ClaimFacts, 'claim' | 'others'>[], seed: number): SignalModel {
  const peers = learnPeers(facts.map(({ claim }) => claim));
  return { format: MODEL_FORMAT, seed, claims: facts.length, peers, outliers: learnOutliers(facts, peers, seed) };
}
