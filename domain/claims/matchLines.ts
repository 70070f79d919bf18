import { type SettledLine } from './settlement';

/** A line of our claim, as lines of an answer are matched to it. */
export interface OwnLine {
  readonly number: number;
  readonly procedure: string | null;
  readonly modifiers: readonly string[];
  readonly revenueCode: string | null;
  readonly serviceDate: string;
  readonly chargeCents: number;
}

/** Which of our lines each settled line answers. */
export interface LineMatch {
  /** Our line number; null where nothing fits. */
  readonly number: number | null;
  /** Another line of ours fits as well, and it would make a difference: a person decides. */
  readonly doubtful: boolean;
  /** It answers several of ours together, as we sent them: `number` is null, and nothing is missing. */
  readonly inSum: boolean;
}

/**
 * Match by control number, else by procedure (or revenue code), date and charge. A modifier only decides between lines that are
 * otherwise alike, so one the payer dropped does no harm (openemr#7293); a procedure the payer changed is found by the one we sent.
 * Each of ours is taken once.
 */
export function matchLines(own: readonly OwnLine[], settled: readonly SettledLine[]): LineMatch[] {
  const sums = answeredInSums(own, settled);
  const free = new Map(own.filter((line) => !sums.own.has(line)).map((line) => [line.number, line]));
  const pinned = new Set<number>();
  const matched = new Map<SettledLine, OwnLine>();
  const take = (line: SettledLine, found: OwnLine | undefined) => {
    if (!found || matched.has(line)) return;
    free.delete(found.number);
    matched.set(line, found);
  };
  for (const line of settled) {
    const found = sums.settled.has(line) ? undefined : byControlNumber(free, line);
    take(line, found);
    if (found) pinned.add(found.number);
  }
  for (const exactly of [true, false]) {
    for (const line of settled.filter((one) => !sums.settled.has(one))) take(line, [...free.values()].find((one) => isSameService(one, line) && (!exactly || hasSameModifiers(one, line))));
  }
  const answerTo = new Map([...matched].map(([line, one]) => [one.number, line]));
  return settled.map((line) => {
    const found = matched.get(line);
    if (!found) return { number: null, doubtful: false, inSum: sums.settled.has(line) };
    const rivals = pinned.has(found.number) ? [] : own.filter((one) => one !== found && !pinned.has(one.number) && isSameService(one, line) && rank(one, line) >= rank(found, line));
    return { number: found.number, doubtful: rivals.some((one) => differs(line, answerTo.get(one.number))), inSum: false };
  });
}

/**
 * A long institutional bill leaves in sums: lines without a procedure, together under the number of the first. An answer to a sum
 * charges more than the line whose number it bears; all such answers together charge exactly what our lines without a procedure and
 * without an answer of their own do, or they are no sums.
 */
function answeredInSums(own: readonly OwnLine[], settled: readonly SettledLine[]): { readonly own: ReadonlySet<OwnLine>; readonly settled: ReadonlySet<SettledLine> } {
  const numbered = new Map(own.map((line) => [String(line.number), line]));
  const ownOf = (line: SettledLine) => (line.lineControlNumber === null ? undefined : numbered.get(line.lineControlNumber));
  const sums = settled.filter((line) => line.procedure === null && ownOf(line)?.procedure === null && line.chargeCents > (ownOf(line)?.chargeCents ?? 0));
  const alone = new Set(settled.filter((line) => !sums.includes(line)).map(ownOf));
  const within = own.filter((line) => line.procedure === null && !alone.has(line));
  const total = (lines: readonly { readonly chargeCents: number }[]) => lines.reduce((sum, { chargeCents }) => sum + chargeCents, 0);
  const fits = sums.length > 0 && total(sums) === total(within);
  return fits ? { own: new Set(within), settled: new Set(sums) } : { own: new Set(), settled: new Set() };
}

/** Our line number as we sent it (REF*6R), unless neither service nor charge of that line is the payer's: then it is some other number. */
function byControlNumber(free: ReadonlyMap<number, OwnLine>, line: SettledLine): OwnLine | undefined {
  if (line.lineControlNumber === null || !/^\d+$/.test(line.lineControlNumber)) return undefined;
  const found = free.get(Number(line.lineControlNumber));
  return found && (found.chargeCents === line.chargeCents || hasSameCode(found, line)) ? found : undefined;
}

function isSameService(own: OwnLine, line: SettledLine): boolean {
  return hasSameCode(own, line) && own.chargeCents === line.chargeCents && (line.serviceDate === null || line.serviceDate === own.serviceDate);
}

function hasSameCode(own: OwnLine, line: SettledLine): boolean {
  const codes = [line.submittedProcedure ?? null, line.procedure].filter((code) => code !== null);
  if (codes.length > 0 && own.procedure !== null) return codes.includes(own.procedure);
  return own.revenueCode !== null && (own.revenueCode === line.revenueCode || codes.includes(own.revenueCode));
}

function hasSameModifiers(own: OwnLine, line: SettledLine): boolean {
  return [...own.modifiers].sort().join() === [...line.modifiers].sort().join();
}

const rank = (own: OwnLine, line: SettledLine): number => (hasSameModifiers(own, line) ? 1 : 0);

function differs(line: SettledLine, other: SettledLine | undefined): boolean {
  const told = ({ paidCents, adjustments }: SettledLine) => JSON.stringify([paidCents, adjustments]);
  return other !== undefined && told(line) !== told(other);
}
