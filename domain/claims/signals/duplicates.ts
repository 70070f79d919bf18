import { formatDollars } from '../../money';
import { type BilledClaim, type BilledLine, type ClaimFacts, daysBetween, earlierOthers, isStay } from './facts';
import { countsOf, similarity } from './multiset';
import { type Peers } from './peers';
import { type Finding } from './signal';

/** They say that a service was rightly given again on the day (76, 77, 91) or stood apart (59 and its finer forms). */
const REPEATED: readonly string[] = ['76', '77', '91', '59', 'XE', 'XP', 'XS', 'XU'];
/** From this share of services in common, two claims of one day look like one. */
const NEARLY = 0.8;
/** How many days later a claim may be the same one with another date. */
const NEAR_DAYS = 3;
/** Peers whose next time is known, before the record may say how soon a service is given again. */
const ENOUGH = 20;
/** A service given again so soon in fewer cases than this is worth a look. */
const RARELY = 0.02;

const sameLine = ({ service, modifiers, units, chargeCents, serviceDate }: BilledLine): string => [service, [...modifiers].sort().join(' '), units, chargeCents, serviceDate].join('|');
const isPriced = ({ chargeCents }: BilledLine): boolean => chargeCents > 0;

/**
 * The same claim again (what payers answer with OA-18), nearly the same one, or the same line twice. Only the later of two claims is
 * asked about.
 */
export function findDuplicates(facts: ClaimFacts, peers: Peers | null): Finding[] {
  const { claim } = facts;
  const found: Finding[] = [...repeatedLines(claim)];
  for (const other of earlierOthers(facts)) {
    const one = isSame(claim, other) ? exact(claim, other) : (sameDay(claim, other) ?? otherDay(claim, other, peers));
    if (one) found.push(one);
  }
  return found;
}

function isSame(claim: BilledClaim, other: BilledClaim): boolean {
  return claim.type === other.type && claim.chargeCents === other.chargeCents && claim.lines.length === other.lines.length && similarity(claim.lines.map(sameLine), other.lines.map(sameLine)) === 1;
}

function exact(claim: BilledClaim, other: BilledClaim): Finding {
  return about(claim, other, 'duplicate', `The same as claim ${other.number}, line by line: service, date, units and charge.`, [{ label: 'Service date', value: claim.serviceFrom }, { label: 'Charge of each', value: formatDollars(claim.chargeCents) }]);
}

/** One day and nearly the same services: another amount, a modifier or a code was changed. */
function sameDay(claim: BilledClaim, other: BilledClaim): Finding | null {
  const common = similarity(datedServicesOf(claim), datedServicesOf(other));
  if (common < NEARLY) return null;
  return about(claim, other, 'near-duplicate', `${percent(common)} of its services stand on claim ${other.number} of the same day as well, with other amounts or codes.`, [
    { label: 'In common', value: percent(common) }, { label: 'Charge here', value: formatDollars(claim.chargeCents) }, { label: `Charge of ${other.number}`, value: formatDollars(other.chargeCents) },
  ]);
}

/** The same services for the same money a few days on, where the record hardly ever repeats them so soon. */
function otherDay(claim: BilledClaim, other: BilledClaim, peers: Peers | null): Finding | null {
  const [day, before] = [dayOf(claim), dayOf(other)];
  const apart = Math.abs(daysBetween(before, day));
  if (apart === 0 || apart > NEAR_DAYS || claim.chargeCents !== other.chargeCents || claim.chargeCents === 0 || similarity(servicesOf(claim), servicesOf(other)) < 1) return null;
  const known = claim.lines.map(({ service }) => peers?.services[service]).filter((one) => one !== undefined && one.repeats >= ENOUGH);
  if (known.length === 0 || known.some((one) => one !== undefined && one.soonRepeats / one.repeats >= RARELY)) return null;
  const [first] = known;
  return about(claim, other, 'near-duplicate', `The same services for the same money as claim ${other.number}, ${apart === 1 ? 'one day' : `${apart} days`} apart.`, [
    { label: 'Dates', value: `${before} and ${day}` }, { label: 'Charge of each', value: formatDollars(claim.chargeCents) },
    { label: 'Given again within three days in the record', value: `${first?.soonRepeats} of ${first?.repeats}` },
  ]);
}

/**
 * The same service twice on one claim and day, without a modifier that says why. In a stay a test is often rightly repeated, so there it
 * is only noted.
 */
function repeatedLines(claim: BilledClaim): Finding[] {
  const plain = claim.lines.filter((line) => isPriced(line) && !line.modifiers.some((modifier) => REPEATED.includes(modifier)));
  return [...countsOf(plain.map(sameLine))].filter(([, times]) => times > 1).map(([key, times]) => {
    const lines = plain.filter((line) => sameLine(line) === key);
    const [first] = lines as [BilledLine];
    return {
      signal: 'duplicate', severity: isStay(claim.classCode) ? 'note' : 'hold', reason: `${first.words} is on the claim ${times} times for ${first.serviceDate}, with the same units and charge and no modifier that says why.`,
      evidence: [{ label: 'Lines', value: lines.map(({ number }) => number).join(', ') }, { label: 'Charge of each', value: formatDollars(first.chargeCents) }], lines: lines.map(({ number }) => number), otherClaimId: null, key: `lines/${key}/${times}`,
    };
  });
}

function about(claim: BilledClaim, other: BilledClaim, signal: 'duplicate' | 'near-duplicate', reason: string, evidence: Finding['evidence']): Finding {
  return { signal, severity: 'hold', reason, evidence, lines: [], otherClaimId: other.id, key: `${other.id}/${claim.chargeCents}` };
}

const servicesOf = (claim: BilledClaim): string[] => claim.lines.filter(isPriced).map(({ service }) => service);
const datedServicesOf = (claim: BilledClaim): string[] => claim.lines.filter(isPriced).map(({ service, serviceDate }) => `${service}@${serviceDate}`);
/** A claim for one medicine of a long stay is for a day of its own: the lines say which. */
const dayOf = (claim: BilledClaim): string => claim.lines.filter(isPriced).map(({ serviceDate }) => serviceDate).sort()[0] ?? claim.serviceFrom;
const percent = (share: number): string => `${Math.floor(share * 100)} %`;
