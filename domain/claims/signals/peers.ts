import { type BilledClaim, daysBetween } from './facts';
import { contextsOf, highestRungs } from './ladder';
import { quantile } from './multiset';

/** How a service is billed in the record. */
export interface ServicePeers {
  /** Lines with a charge. */
  readonly lines: number;
  /** 0 where too few lines are known. */
  readonly medianCents: number;
  /** The price of one unit that all but one in a hundred stay at or below. */
  readonly highCents: number;
  /** Robust standard deviation of the price's logarithm (1.4826 × median absolute deviation). */
  readonly spread: number;
  /** Times the same patient had it on another day afterwards, and how many of them came within three days. */
  readonly repeats: number;
  readonly soonRepeats: number;
}

/** What the record says is usual. Counts and amounts only; nothing in it names a patient. */
export interface Peers {
  readonly claims: number;
  readonly services: Readonly<Record<string, ServicePeers>>;
  /** By context (ladder, class of encounter, kind of diagnosis): how many claims reached each rung at most. */
  readonly levels: Readonly<Record<string, readonly number[]>>;
  /** Pairs of services a patient had on one day, "a + b": how often on one claim, and how often on two. Frequent pairs only. */
  readonly together: Readonly<Record<string, readonly [number, number]>>;
}

const SOON_DAYS = 3;
/** A price seen less often is somebody's own: it is counted, not kept. */
const KEPT = 5;
/** Pairs seen less often say nothing, and would make the model large. */
const FREQUENT_PAIR = 20;

/** Learn what is usual from claims of the record. */
export function learnPeers(claims: readonly BilledClaim[]): Peers {
  return { claims: claims.length, services: learnServices(claims), levels: learnLevels(claims), together: learnPairs(claims) };
}

function learnServices(claims: readonly BilledClaim[]): Peers['services'] {
  const prices = new Map<string, number[]>();
  const days = new Map<string, Map<string, Set<string>>>();
  for (const { patientId, lines } of claims) {
    for (const { service, chargeCents, units, serviceDate } of lines) {
      if (chargeCents <= 0) continue;
      put(prices, service, () => []).push(chargeCents / units);
      put(put(days, service, () => new Map<string, Set<string>>()), patientId, () => new Set<string>()).add(serviceDate);
    }
  }
  return Object.fromEntries([...prices].map(([service, unsorted]) => {
    const sorted = unsorted.sort((a, b) => a - b);
    const median = quantile(sorted, 0.5);
    const distances = sorted.map((price) => Math.abs(Math.log(price / median))).sort((a, b) => a - b);
    const price = sorted.length < KEPT ? { medianCents: 0, highCents: 0, spread: 0 } : { medianCents: Math.round(median), highCents: Math.round(quantile(sorted, 0.99)), spread: round(1.4826 * quantile(distances, 0.5)) };
    return [service, { lines: sorted.length, ...price, ...repeatsOf([...(days.get(service)?.values() ?? [])]) }];
  }));
}

function repeatsOf(patients: readonly ReadonlySet<string>[]): Pick<ServicePeers, 'repeats' | 'soonRepeats'> {
  let [repeats, soonRepeats] = [0, 0];
  for (const dates of patients) {
    const sorted = [...dates].sort();
    for (const [index, date] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next === undefined) continue;
      repeats += 1;
      if (daysBetween(date, next) <= SOON_DAYS) soonRepeats += 1;
    }
  }
  return { repeats, soonRepeats };
}

function learnLevels(claims: readonly BilledClaim[]): Peers['levels'] {
  const levels = new Map<string, number[]>();
  for (const claim of claims) {
    for (const { ladder, rung, of } of highestRungs(claim.lines)) {
      for (const context of contextsOf(claim, ladder)) {
        const counts = put(levels, context, () => Array.from({ length: of }, () => 0));
        counts[rung] = (counts[rung] ?? 0) + 1;
      }
    }
  }
  return Object.fromEntries(levels);
}

/** Of two services as a key, in a fixed order. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one} + ${other}` : `${other} + ${one}`;
}

function learnPairs(claims: readonly BilledClaim[]): Peers['together'] {
  const byDay = new Map<string, Map<string, Set<string>>>();
  for (const { id, patientId, lines } of claims) {
    for (const { service, serviceDate, chargeCents } of lines) {
      if (chargeCents > 0) put(put(byDay, `${patientId}/${serviceDate}`, () => new Map<string, Set<string>>()), service, () => new Set<string>()).add(id);
    }
  }
  const pairs = new Map<string, [number, number]>();
  for (const services of byDay.values()) {
    const list = [...services];
    list.forEach(([one, claimsOfOne], index) => {
      for (const [other, claimsOfOther] of list.slice(index + 1)) {
        const counts = put(pairs, pairKey(one, other), (): [number, number] => [0, 0]);
        counts[[...claimsOfOne].some((id) => claimsOfOther.has(id)) ? 0 : 1] += 1;
      }
    });
  }
  return Object.fromEntries([...pairs].filter(([, [together]]) => together >= FREQUENT_PAIR));
}

function put<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
