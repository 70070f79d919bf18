/** What the member has met in a plan year, and what is left to meet (rules 2, 8 and 10). */
import { cents, type Cents } from '../money';
import type { Accumulator, Accumulators, Limit } from './types';

const NOTHING_MET: Accumulator = {
  deductibleIndividualCents: cents(0), deductibleFamilyCents: cents(0), outOfPocketIndividualCents: cents(0), outOfPocketFamilyCents: cents(0),
};

/** A year not given starts at zero. */
export function accumulatorOf(accumulators: Accumulators, year: string): Accumulator {
  return accumulators[year] ?? NOTHING_MET;
}

export function withAccumulator(accumulators: Accumulators, year: string, accumulator: Accumulator): Accumulators {
  return { ...accumulators, [year]: accumulator };
}

/** What is left below a limit, the lower of individual and family; never below zero, Infinity where there is no limit. */
export function leftOf(limit: Limit | null, individualMet: number, familyMet: number): number {
  if (limit === null) return Infinity;
  const family = limit.familyCents === null ? Infinity : limit.familyCents - familyMet;
  return Math.max(0, Math.min(limit.individualCents - individualMet, family));
}

/** Individual and family move together. Throws RangeError when an accumulator would leave exact range. */
export function addToAccumulator(accumulator: Accumulator, deductible: number, outOfPocket: number): Accumulator {
  return {
    deductibleIndividualCents: cents(accumulator.deductibleIndividualCents + deductible),
    deductibleFamilyCents: cents(accumulator.deductibleFamilyCents + deductible),
    outOfPocketIndividualCents: cents(accumulator.outOfPocketIndividualCents + outOfPocket),
    outOfPocketFamilyCents: cents(accumulator.outOfPocketFamilyCents + outOfPocket),
  };
}

/**
 * Gives back what a reversed claim had taken. Never below zero: accumulators that do not contain the original (another system's
 * books, a year not given) must not turn into credit that lets the member pay more than the plan's maximum later.
 */
export function takeFromAccumulator(accumulator: Accumulator, deductible: Cents, outOfPocket: Cents): Accumulator {
  return {
    deductibleIndividualCents: less(accumulator.deductibleIndividualCents, deductible),
    deductibleFamilyCents: less(accumulator.deductibleFamilyCents, deductible),
    outOfPocketIndividualCents: less(accumulator.outOfPocketIndividualCents, outOfPocket),
    outOfPocketFamilyCents: less(accumulator.outOfPocketFamilyCents, outOfPocket),
  };
}

function less(met: number, amount: number): Cents {
  return cents(Math.max(0, met - amount));
}
