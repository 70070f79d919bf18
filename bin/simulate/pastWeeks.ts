import { type ApiClient, contract } from '../../api/client';
import { describe } from './staff';

const WEEK_HOURS = 7 * 24;
const AT_ONCE = 8;

/** How many weeks ago each of `count` journeys shall have ended, so that all of the weeks have some: the first of them longest ago. */
function weeksBack(count: number, weeks: number): number[] {
  return Array.from({ length: count }, (_, index) => weeks - Math.floor((index * weeks) / count));
}

/**
 * Lay journeys that have ended back over past weeks, as if they had been played then: what a manager sees of them is a past and not
 * a day. What ran on after them (reminders of a follow-up) gets the same time.
 */
export async function layBack(driver: ApiClient, journeyIds: readonly string[], weeks: number, trouble: (what: string) => void): Promise<void> {
  const waiting = weeksBack(journeyIds.length, weeks).map((back, index) => ({ journeyId: journeyIds[index] ?? '', hours: back * WEEK_HOURS }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { journeyId, hours } = next;
      await driver.call(contract.fastForwardJourney, { params: { journeyId }, body: { hours } }).catch((error: unknown) => trouble(`past weeks: ${describe(error)}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
