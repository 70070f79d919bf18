import { formatDollars } from '../../money';
import { type BilledLine, type ClaimFacts } from './facts';
import { contextsOf, highestRungs, rungWords } from './ladder';
import { type Peers } from './peers';
import { type Finding } from './signal';

/** Fewer peers are no distribution. */
const ENOUGH = 20;
/** Robust standard deviations above the median price. */
const FAR = 4;
/** Prices nobody varies still move a little with the years: 15 % counts as one deviation at least. */
const LEAST_SPREAD = Math.log(1.15);
/** Above what all but one in a hundred peers charge, by this much. */
const BEYOND = 1.2;
/** Cents too much that are worth somebody's minute. */
const MATERIAL_CENTS = 2_500;
/** At most this share of peers reached such a level. */
const RARE_LEVEL = 0.01;

/** A price, or a level of service, above what the record's distribution of peers makes likely. */
export function findUpcoding(facts: ClaimFacts, peers: Peers | null): Finding[] {
  if (!peers) return [];
  return [...facts.claim.lines.flatMap((line) => overpriced(line, peers) ?? []), ...tooHigh(facts, peers)];
}

function overpriced(line: BilledLine, peers: Peers): Finding | null {
  const known = peers.services[line.service];
  const unit = line.chargeCents / line.units;
  if (!known || known.lines < ENOUGH || unit <= known.highCents * BEYOND || line.chargeCents - known.highCents * line.units < MATERIAL_CENTS) return null;
  const deviations = Math.log(unit / known.medianCents) / Math.max(known.spread, LEAST_SPREAD);
  if (deviations < FAR) return null;
  return {
    signal: 'upcoding', severity: 'hold', reason: `${line.words} is billed at ${formatDollars(Math.round(unit))}; half of ${known.lines} peers charge ${formatDollars(known.medianCents)} or less, 99 % ${formatDollars(known.highCents)} or less.`,
    evidence: [{ label: 'Price of one unit', value: formatDollars(Math.round(unit)) }, { label: 'Median of peers', value: formatDollars(known.medianCents) }, { label: '99th percentile', value: formatDollars(known.highCents) }, { label: 'Deviations above the median', value: deviations.toFixed(1) }],
    lines: [line.number], otherClaimId: null, key: `price/${line.service}/${Math.round(unit)}`,
  };
}

/** The level of a service against claims of the same kind of encounter and, where there are enough, of diagnosis. */
function tooHigh({ claim }: ClaimFacts, peers: Peers): Finding[] {
  return highestRungs(claim.lines).flatMap((reached): Finding[] => {
    const counts = contextsOf(claim, reached.ladder).map((context) => peers.levels[context]).find((one) => one !== undefined && sum(one) >= ENOUGH);
    if (!counts) return [];
    const [all, asHigh] = [sum(counts), sum(counts.slice(reached.rung))];
    if (asHigh / all > RARE_LEVEL) return [];
    const usual = counts.indexOf(Math.max(...counts));
    return [{
      signal: 'upcoding', severity: 'hold', reason: `${reached.line.words} is billed as ${rungWords(reached)}; ${asHigh} of ${all} claims for the same kind of encounter go so high.`,
      evidence: [{ label: 'Billed as', value: rungWords(reached) }, { label: 'Most peers', value: rungWords({ ...reached, rung: usual }) }, { label: 'Peers as high', value: `${asHigh} of ${all}` }],
      lines: [reached.line.number], otherClaimId: null, key: `level/${reached.ladder}/${reached.rung}`,
    }];
  });
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
