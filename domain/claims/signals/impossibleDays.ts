import { type BilledLine, type ClaimFacts, daysBetween, isStay, type Stay } from './facts';
import { type Finding } from './signal';

/** Room and board, accommodation and intensive care (NUBC revenue codes 010x to 021x) are billed by the night. */
const NIGHTLY = /^0(1[0-9]|2[01])\d$/;
/** Billed by the hour: observation (HCPCS G0378, revenue code 0762). */
const isHourly = ({ procedure, revenueCode }: BilledLine): boolean => procedure === 'G0378' || revenueCode === '0762';
const HOURS_A_DAY = 24;
/** Face to face with patients: beyond 24 hours nobody can be, beyond 16 hardly anybody is. */
const IMPOSSIBLE_MINUTES = 24 * 60;
const DOUBTFUL_MINUTES = 16 * 60;

/** More nights than the stay had, more hours than a day has, more visits than a practitioner can have sat through. */
export function findImpossibleDays(facts: ClaimFacts): Finding[] {
  return [...nights(facts), ...hours(facts), ...practitionerDay(facts)];
}

/** As payers count nights: the midnights between admission and discharge, and one for a stay without any. */
function nights({ claim, stay }: ClaimFacts): Finding[] {
  const lines = claim.lines.filter(({ revenueCode }) => revenueCode !== null && NIGHTLY.test(revenueCode));
  const billed = lines.reduce((sum, { units }) => sum + units, 0);
  const slept = stay && nightsOf(stay);
  if (slept === null || !isStay(stay?.classCode ?? '') || billed <= slept) return [];
  return [{
    signal: 'impossible-day', severity: 'hold', reason: `${billed} nights are billed for a stay of ${slept === 1 ? 'one night' : `${slept} nights`}.`,
    evidence: [{ label: 'Nights billed', value: String(billed) }, { label: 'Nights of the stay', value: String(slept) }], lines: lines.map(({ number }) => number), otherClaimId: null, key: `nights/${billed}/${slept}`,
  }];
}

function nightsOf({ from, to }: Stay): number | null {
  return to === null ? null : Math.max(1, daysBetween(from, to));
}

function hours({ claim }: ClaimFacts): Finding[] {
  const days = Math.max(1, daysBetween(claim.serviceFrom, claim.serviceThrough) + 1);
  return claim.lines.filter((line) => isHourly(line) && line.units > days * HOURS_A_DAY).map((line) => ({
    signal: 'impossible-day', severity: 'hold', reason: `${line.words}: ${line.units} hours are billed for ${days === 1 ? 'one day' : `${days} days`}.`,
    evidence: [{ label: 'Hours billed', value: String(line.units) }, { label: 'Hours there were', value: String(days * HOURS_A_DAY) }], lines: [line.number], otherClaimId: null, key: `hours/${line.service}/${line.units}`,
  }));
}

function practitionerDay({ claim, stay, practitionerDay: day }: ClaimFacts): Finding[] {
  if (!day || day.minutes <= DOUBTFUL_MINUTES || !stay || isStay(stay.classCode)) return [];
  const worked = (day.minutes / 60).toFixed(1);
  return [{
    signal: 'impossible-day', severity: day.minutes > IMPOSSIBLE_MINUTES ? 'hold' : 'note', reason: `The practitioner has visits of ${worked} hours on ${claim.serviceFrom}.`,
    evidence: [{ label: 'Visits that day', value: String(day.visits) }, { label: 'Hours that day', value: worked }], lines: [], otherClaimId: null, key: `practitioner/${claim.serviceFrom}`,
  }];
}
