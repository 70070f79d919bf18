import { type BilledClaim, type BilledLine, type ClaimFacts, isStay, type Stay } from '../../../domain/claims/signals/facts';
import { highestRungs } from '../../../domain/claims/signals/ladder';
import { type SignalName } from '../../../domain/claims/signals/signal';
import { addDays } from '../../../domain/calendar/zone';

/** Chance of one run; the same seed plants the same. */
export class Dice {
  constructor(private readonly random: () => number) {}

  between(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  /** As likely between 1 and 2 as between 2 and 4. */
  factor(low: number, high: number): number {
    return Math.exp(Math.log(low) + this.random() * (Math.log(high) - Math.log(low)));
  }

  happens(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(values: readonly T[]): T | undefined {
    return values[Math.floor(this.random() * values.length)];
  }
}

/** Makes something wrong of a sound claim; null when this claim cannot be made wrong in this way. `pool`: lines of other claims. */
export type Plant = (facts: ClaimFacts, dice: Dice, pool: readonly BilledLine[]) => ClaimFacts | null;

/** Ways to be wrong. They do not know the detectors' limits: small wrongs are planted as well as large ones, and some are within what is usual. */
export const PLANTS: Readonly<Record<string, { readonly signal: SignalName; readonly plant: Plant }>> = {
  'same claim again': { signal: 'duplicate', plant: (facts) => (facts.claim.chargeCents > 0 ? withOther(facts, facts.claim) : null) },
  'a line twice': { signal: 'duplicate', plant: repeatLine },
  'again with changes': { signal: 'near-duplicate', plant: againWithChanges },
  'again on another day': { signal: 'near-duplicate', plant: againAnotherDay },
  'part beside the whole': { signal: 'unbundling', plant: partBesideWhole },
  'split over two claims': { signal: 'unbundling', plant: splitClaim },
  'price raised': { signal: 'upcoding', plant: raisePrice },
  'level raised': { signal: 'upcoding', plant: raiseLevel },
  'nights that were not': { signal: 'impossible-day', plant: moreNights },
  'hours that were not': { signal: 'impossible-day', plant: moreHours },
  'a practitioner’s endless day': { signal: 'impossible-day', plant: endlessDay },
  'two stays at once': { signal: 'overlap', plant: twoStays },
  'visit during a stay': { signal: 'overlap', plant: visitInStay },
  'after death': { signal: 'after-death', plant: (facts, dice) => ({ ...facts, deceasedAt: `${addDays(firstDay(facts.claim), -dice.between(0, 60))}T12:00:00.000Z` }) },
  'after discharge': { signal: 'after-discharge', plant: afterDischarge },
  'everything dearer': { signal: 'outlier', plant: everythingDearer },
  'many services of others': { signal: 'outlier', plant: manyServices },
};

const firstDay = ({ lines, serviceFrom }: BilledClaim): string => lines.map(({ serviceDate }) => serviceDate).sort()[0] ?? serviceFrom;
const priced = ({ lines }: BilledClaim): BilledLine[] => lines.filter(({ chargeCents }) => chargeCents > 0);

function rebuilt(claim: BilledClaim, lines: readonly BilledLine[]): BilledClaim {
  const numbered = lines.map((line, index) => ({ ...line, number: index + 1 }));
  return { ...claim, lines: numbered, chargeCents: numbered.reduce((sum, { chargeCents }) => sum + chargeCents, 0) };
}

/** The claim looked at stays as it is; an earlier one like `other` stands beside it. */
function withOther(facts: ClaimFacts, other: BilledClaim): ClaimFacts {
  return { ...facts, others: [...facts.others, { ...other, id: `planted-${other.id}`, number: `${other.number}P`, family: `planted-${other.id}`, encounterId: `planted-${other.encounterId}`, isOut: true, createdAt: '1900-01-01T00:00:00.000Z' }] };
}

function repeatLine(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const line = dice.pick(priced(facts.claim));
  return line ? { ...facts, claim: rebuilt(facts.claim, [...facts.claim.lines, line]) } : null;
}

function againWithChanges(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const lines = priced(facts.claim);
  if (lines.length === 0) return null;
  const changed = lines.filter((_, index) => index === 0 || dice.happens(0.9)).map((line) => ({ ...line, chargeCents: Math.max(1, Math.round(line.chargeCents * dice.factor(0.8, 1.25))), modifiers: dice.happens(0.3) ? ['59'] : line.modifiers }));
  return withOther(facts, rebuilt(facts.claim, changed));
}

function againAnotherDay(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  if (facts.claim.chargeCents === 0) return null;
  const days = dice.between(1, 5) * (dice.happens(0.5) ? 1 : -1);
  const moved = { ...facts.claim, serviceFrom: addDays(facts.claim.serviceFrom, days), serviceThrough: addDays(facts.claim.serviceThrough, days) };
  return withOther(facts, rebuilt(moved, facts.claim.lines.map((line) => ({ ...line, serviceDate: addDays(line.serviceDate, days) }))));
}

function partBesideWhole(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const [edit, whole] = facts.bundles.flatMap((one) => facts.claim.lines.filter(({ procedure, serviceDate }) => procedure === one.column1 && (one.from ?? '') <= serviceDate).map((line) => [one, line] as const))[0] ?? [];
  if (!edit || !whole) return null;
  const part: BilledLine = { ...whole, service: `HCPCS|${edit.column2}`, procedure: edit.column2, words: edit.column2, chargeCents: dice.between(500, 20_000), modifiers: dice.happens(0.2) ? ['59'] : [] };
  return { ...facts, claim: rebuilt(facts.claim, [...facts.claim.lines, part]) };
}

function splitClaim(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const lines = priced(facts.claim);
  if (lines.length < 2) return null;
  const cut = dice.between(1, lines.length - 1);
  const mixed = [...lines].sort(() => (dice.happens(0.5) ? 1 : -1));
  return withOther({ ...facts, claim: rebuilt(facts.claim, mixed.slice(cut)) }, rebuilt(facts.claim, mixed.slice(0, cut)));
}

function raisePrice(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const line = dice.pick(priced(facts.claim));
  if (!line) return null;
  const factor = dice.factor(1.2, 20);
  return { ...facts, claim: rebuilt(facts.claim, facts.claim.lines.map((one) => (one === line ? { ...one, chargeCents: Math.round(one.chargeCents * factor) } : one))) };
}

/** Revenue codes of places, from a clinic to intensive care. */
const PLACES = ['0510', '0516', '0450', '0762', '0120', '0206', '0200'] as const;

function raiseLevel(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const reached = highestRungs(facts.claim.lines).find(({ ladder }) => ladder === 'place');
  if (!reached || reached.rung >= PLACES.length - 1) return null;
  const to = PLACES[dice.between(reached.rung + 1, PLACES.length - 1)] ?? '0200';
  return { ...facts, claim: rebuilt(facts.claim, facts.claim.lines.map((line) => (line === reached.line ? { ...line, revenueCode: to, chargeCents: Math.round(line.chargeCents * dice.factor(1.1, 6)) } : line))) };
}

function moreNights(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const { stay, claim } = facts;
  if (!stay?.to || !isStay(stay.classCode)) return null;
  const nights = Math.max(1, Math.round((new Date(stay.to.slice(0, 10)).getTime() - new Date(stay.from.slice(0, 10)).getTime()) / 86_400_000));
  const units = nights + dice.between(1, 10);
  return { ...facts, claim: rebuilt(claim, [...claim.lines, lineOf(claim, { service: 'REVENUE|0120', revenueCode: '0120', words: 'Room and board', units, chargeCents: units * 175_000 })]) };
}

function moreHours(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const { claim } = facts;
  if (claim.serviceFrom !== claim.serviceThrough) return null;
  const units = dice.between(20, 96);
  return { ...facts, claim: rebuilt(claim, [...claim.lines, lineOf(claim, { service: 'HCPCS|G0378', procedure: 'G0378', revenueCode: '0762', words: 'Observation', units, chargeCents: units * 9_000 })]) };
}

function endlessDay(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  if (!facts.stay || isStay(facts.stay.classCode)) return null;
  const minutes = dice.between(12 * 60, 40 * 60);
  return { ...facts, practitionerDay: { visits: Math.ceil(minutes / 20), minutes } };
}

function twoStays(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const { stay } = facts;
  if (!stay?.to || !isStay(stay.classCode)) return null;
  const length = new Date(stay.to).getTime() - new Date(stay.from).getTime();
  const from = new Date(new Date(stay.from).getTime() + Math.floor(length * dice.factor(0.01, 1)));
  return withStay(facts, from.toISOString(), new Date(from.getTime() + dice.between(6, 240) * 3_600_000).toISOString());
}

function visitInStay(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  if (!facts.stay || isStay(facts.stay.classCode) || facts.stay.classCode === 'EMER') return null;
  const day = facts.claim.serviceFrom;
  return withStay(facts, `${addDays(day, -dice.between(0, 6))}T08:00:00.000Z`, `${addDays(day, dice.between(0, 6))}T20:00:00.000Z`);
}

function withStay(facts: ClaimFacts, from: string, to: string): ClaimFacts {
  const planted: Stay = { encounterId: 'planted-stay', classCode: 'IMP', from, to, practitionerId: null };
  return { ...facts, stays: [...facts.stays, planted] };
}

function afterDischarge(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  const { stay, claim } = facts;
  const line = dice.pick(claim.lines);
  if (!stay?.to || !line || (!isStay(stay.classCode) && stay.classCode !== 'EMER')) return null;
  const day = addDays(stay.to.slice(0, 10), dice.between(0, 20));
  return { ...facts, claim: rebuilt(claim, claim.lines.map((one) => (one === line ? { ...one, serviceDate: day } : one))) };
}

function everythingDearer(facts: ClaimFacts, dice: Dice): ClaimFacts | null {
  if (facts.claim.chargeCents === 0) return null;
  const factor = dice.factor(2, 50);
  return { ...facts, claim: rebuilt(facts.claim, facts.claim.lines.map((line) => ({ ...line, chargeCents: Math.round(line.chargeCents * factor) }))) };
}

function manyServices(facts: ClaimFacts, dice: Dice, pool: readonly BilledLine[]): ClaimFacts | null {
  const added = Array.from({ length: dice.between(5, 60) }, () => dice.pick(pool)).filter((line) => line !== undefined).map((line) => ({ ...line, serviceDate: facts.claim.serviceFrom }));
  return { ...facts, claim: rebuilt(facts.claim, [...facts.claim.lines, ...added]) };
}

function lineOf(claim: BilledClaim, line: Partial<BilledLine> & Pick<BilledLine, 'service' | 'words' | 'units' | 'chargeCents'>): BilledLine {
  return { number: 0, procedure: null, revenueCode: null, modifiers: [], serviceDate: claim.serviceFrom, ...line };
}
