import { formatDollars } from '../../money';
import { type BilledClaim, type ClaimFacts, daysBetween } from './facts';
import { type Peers } from './peers';

const WINDOW_DAYS = 30;

interface Feature {
  readonly label: string;
  readonly of: (claim: BilledClaim, facts: Pick<ClaimFacts, 'others'>, peers: Peers) => number;
  /** The number as a person reads it. */
  readonly show: (value: number) => string;
}

const dollars = (value: number): string => formatDollars(Math.round(Math.expm1(value) * 100));
const count = (value: number): string => String(Math.round(Math.expm1(value)));
const times = (value: number): string => `${Math.exp(value).toFixed(1)} times the median`;
const daysOf = ({ serviceFrom, serviceThrough }: BilledClaim): number => Math.max(1, daysBetween(serviceFrom, serviceThrough) + 1);

/**
 * What an outlier is measured by. Amounts and counts go in as logarithms: twice as much is as far at 100 dollars as at 10,000. Nothing
 * of the patient is among them.
 */
export const FEATURES: readonly Feature[] = [
  { label: 'Charge', of: ({ chargeCents }) => Math.log1p(chargeCents / 100), show: dollars },
  { label: 'Dearest line', of: ({ lines }) => Math.log1p(Math.max(0, ...lines.map(({ chargeCents }) => chargeCents)) / 100), show: dollars },
  { label: 'Lines', of: ({ lines }) => Math.log1p(lines.length), show: count },
  { label: 'Units', of: ({ lines }) => Math.log1p(lines.reduce((sum, { units }) => sum + units, 0)), show: count },
  { label: 'Days', of: (claim) => Math.log1p(daysOf(claim)), show: count },
  { label: 'Diagnoses', of: ({ diagnoses }) => Math.log1p(diagnoses.length), show: count },
  { label: 'Dearest price against peers', of: (claim, _, peers) => highestPrice(claim, peers), show: times },
  { label: 'Charge against peers', of: (claim, _, peers) => wholePrice(claim, peers), show: times },
  { label: 'Rarest service', of: (claim, _, peers) => Math.max(0, ...claim.lines.map(({ service }) => rarity(service, peers))), show: (value) => `one line in ${Math.round(2 ** value)}` },
  { label: 'Claims within 30 days', of: (claim, { others }) => Math.log1p(others.filter((other) => other.family !== claim.family && withinWindow(other, claim)).length), show: count },
];

/** The features of a claim, in order. */
export function featuresOf(facts: Pick<ClaimFacts, 'claim' | 'others'>, peers: Peers): number[] {
  return FEATURES.map(({ of }) => Math.round(of(facts.claim, facts, peers) * 1e4) / 1e4);
}

function highestPrice({ lines }: BilledClaim, peers: Peers): number {
  return Math.max(0, ...lines.map(({ service, chargeCents, units }) => {
    const median = peers.services[service]?.medianCents ?? 0;
    return median > 0 && chargeCents > 0 ? Math.log(chargeCents / units / median) : 0;
  }));
}

/** The priced lines that peers are known for, against what these charge for the same. */
function wholePrice({ lines }: BilledClaim, peers: Peers): number {
  let [own, usual] = [0, 0];
  for (const { service, chargeCents, units } of lines) {
    const median = peers.services[service]?.medianCents ?? 0;
    if (median === 0 || chargeCents === 0) continue;
    own += chargeCents;
    usual += median * units;
  }
  return usual === 0 ? 0 : Math.log(own / usual);
}

/** Bits: how unlikely a line of the record is to be this service. A service the record does not know counts as seen once. */
function rarity(service: string, peers: Peers): number {
  return Math.log2(Math.max(1, peers.claims) / (peers.services[service]?.lines ?? 1));
}

function withinWindow(other: BilledClaim, claim: BilledClaim): boolean {
  const before = daysBetween(other.serviceFrom, claim.serviceFrom);
  return before >= 0 && before <= WINDOW_DAYS;
}
