import { type ClaimFacts, isStay, type Stay } from './facts';
import { type Finding } from './signal';

/** A patient in two beds at once, or seen elsewhere in the middle of a stay. The first and the last day of a stay may hold a visit. */
export function findOverlaps({ claim, stay, stays }: ClaimFacts): Finding[] {
  if (!stay) return [];
  const others = stays.filter((other) => other.encounterId !== stay.encounterId && isStay(other.classCode));
  if (isStay(stay.classCode)) return others.filter((other) => meet(stay, other)).map((other) => twoBeds(stay, other));
  // An emergency visit goes over into a stay: the hour of the one is the hour of the other.
  if (stay.classCode === 'EMER') return [];
  const day = claim.serviceFrom;
  return others.filter((other) => other.to !== null && other.from.slice(0, 10) < day && day < other.to.slice(0, 10)).map((other) => ({
    signal: 'overlap', severity: 'hold', reason: `The patient lay in hospital from ${dateOf(other.from)} to ${dateOf(other.to)}, and is billed a visit on ${day}.`,
    evidence: [{ label: 'Stay', value: period(other) }, { label: 'Visit', value: day }], lines: [], otherClaimId: null, key: `${other.encounterId}/${day}`,
  }));
}

/** More than a moment together: a transfer between hospitals ends and begins at one time. */
function meet(one: Stay, other: Stay): boolean {
  return one.from < (other.to ?? '9999') && other.from < (one.to ?? '9999');
}

function twoBeds(stay: Stay, other: Stay): Finding {
  return {
    signal: 'overlap', severity: 'hold', reason: `This stay (${period(stay)}) overlaps another stay of the patient (${period(other)}).`,
    evidence: [{ label: 'This stay', value: period(stay) }, { label: 'Other stay', value: period(other) }], lines: [], otherClaimId: null, key: `${other.encounterId}/${dateOf(stay.from)}/${dateOf(stay.to)}`,
  };
}

const dateOf = (at: string | null): string => at?.slice(0, 10) ?? 'now';
const period = ({ from, to }: Stay): string => `${dateOf(from)} to ${dateOf(to)}`;
