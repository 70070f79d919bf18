import { ACCUMULATOR_FIELDS, type Accumulator, type CoveragePeriod, type Member } from '../types';
import {
  isGiven, keyPath, MalformedInput, readCentsOrZero, readDay, readFlag, readList, readObject, readOptionalDay, readTable, type Json,
} from './readers';

const MEMBER_KEYS: ReadonlySet<string> = new Set<keyof Member>(['found', 'coverage', 'otherPrimary', 'accumulators']);
const PERIOD_KEYS: ReadonlySet<string> = new Set<keyof CoveragePeriod>(['from', 'to']);
const ACCUMULATOR_KEYS: ReadonlySet<string> = new Set<string>(ACCUMULATOR_FIELDS);

/** What the payer knows of the member. Coverage may be left out only for a member the payer does not know. */
export function readMember(value: unknown, path: string): Member {
  const member = readObject(value, path, MEMBER_KEYS);
  const found = readFlag(member, 'found', path, true);
  if (found && !isGiven(member.coverage)) throw new MalformedInput(`${path}.coverage`, 'is missing');
  return {
    found,
    coverage: readList(member, 'coverage', path, readPeriod),
    otherPrimary: readFlag(member, 'otherPrimary', path),
    accumulators: readTable(member, 'accumulators', path, readAccumulator),
  };
}

function readPeriod(value: unknown, path: string): CoveragePeriod {
  const period = readObject(value, path, PERIOD_KEYS);
  const from = readDay(period, 'from', path);
  const to = readOptionalDay(period, 'to', path);
  if (to !== null && to < from) throw new MalformedInput(`${path}.to`, 'must not be before from');
  return { from, to };
}

function readAccumulator(table: Json, year: string, tablePath: string): Accumulator {
  const path = keyPath(tablePath, year);
  if (!/^\d{4}$/.test(year)) throw new MalformedInput(path, 'must be a plan year of four digits');
  const accumulator = readObject(table[year], path, ACCUMULATOR_KEYS);
  return {
    deductibleIndividualCents: readCentsOrZero(accumulator, 'deductibleIndividualCents', path),
    deductibleFamilyCents: readCentsOrZero(accumulator, 'deductibleFamilyCents', path),
    outOfPocketIndividualCents: readCentsOrZero(accumulator, 'outOfPocketIndividualCents', path),
    outOfPocketFamilyCents: readCentsOrZero(accumulator, 'outOfPocketFamilyCents', path),
  };
}
