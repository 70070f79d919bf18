import { type ApiClient, contract } from '../../api/client';
import { describe } from './staff';

const WEEK_HOURS = 7 * 24;

/** How many weeks ago each of `count` journeys shall have ended, so that all of the weeks have some: the first of them longest ago. */
export function weeksBack(count: number, weeks: number): number[] {
  return Array.from({ length: count }, (_, index) => weeks - Math.floor((index * weeks) / count));
}

/**
 * Lay journeys that have ended back over past weeks, one after the other, as if they had been played then: what a manager sees of
 * them is a past and not a day. What ran on after them (reminders of a follow-up) gets the same time. Answers how many were moved.
 */
export async function layBack(driver: ApiClient, journeyIds: readonly string[], weeks: number, trouble: (what: string) => void): Promise<number> {
  let moved = 0;
  for (const [index, back] of weeksBack(journeyIds.length, weeks).entries()) {
    try {
      await driver.call(contract.fastForwardJourney, { params: { journeyId: journeyIds[index] as string }, body: { hours: back * WEEK_HOURS } });
      moved += 1;
    } catch (error) {
      trouble(`past weeks: ${describe(error)}`);
    }
  }
  return moved;
}
