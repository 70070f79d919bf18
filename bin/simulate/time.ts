import { type ApiClient, ApiProblem, contract } from '../../api/client';
import { describe, pause, type Shift } from './staff';

const LOOK_EVERY_MS = 700;
/** A busy machine starts the workflow of an admission some seconds after its answer. */
const STARTS_WITHIN_MS = 60_000;
const AT_ONCE = 8;

/** Whose time passes, and until when. */
interface Waiting {
  readonly journeyIds: ReadonlySet<string>;
  readonly shift: Pick<Shift, 'isOver' | 'trouble'>;
  isLeft(journeyId: string, stage: string): boolean;
}

/**
 * Let time pass for the patients of a run who wait for nothing but time: the next round, the payer's answer. A journey with an
 * open task waits for a person, and is left alone.
 */
export async function keepTimePassing(driver: ApiClient, run: Waiting): Promise<void> {
  const underWay = new Set<string>();
  while (!run.shift.isOver()) {
    const page = await driver.call(contract.listJourneys, { query: { limit: 200, sort: 'longest-in-stage' } }).catch(() => null);
    const waiting = (page?.items ?? []).filter((journey) => run.journeyIds.has(journey.id) && journey.openTasks === 0 && journey.openIncidents === 0 && !underWay.has(journey.id) && !run.isLeft(journey.id, journey.stage));
    for (const journey of waiting.slice(0, Math.max(0, AT_ONCE - underWay.size))) {
      const claimId = journey.stage === 'adjudication' ? journey.claim?.id : undefined;
      if (!claimId && journey.waitingUntil === null) continue; // it is just moving on
      underWay.add(journey.id);
      const skip: Promise<unknown> = claimId
        ? driver.call(contract.fastForwardClaim, { params: { claimId }, body: { untilNextTimer: true } })
        : driver.call(contract.fastForwardJourney, { params: { journeyId: journey.id }, body: { untilNextTimer: true } });
      void skip.catch((error: unknown) => hasMovedOn(error) || run.shift.trouble(`time: ${describe(error)}`)).finally(() => underWay.delete(journey.id));
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Let hours pass for a patient who was just admitted, once the workflow runs which the admission has asked for. */
export async function passHours(driver: ApiClient, journeyId: string, hours: number): Promise<void> {
  for (const until = Date.now() + STARTS_WITHIN_MS; ; await pause(LOOK_EVERY_MS)) {
    try {
      return void (await driver.call(contract.fastForwardJourney, { params: { journeyId }, body: { hours } }));
    } catch (error) {
      if (!isProblem(error, 'nothing-running') || Date.now() > until) throw error;
    }
  }
}

/** Between the look at the board and the request the journey went on: it ended, or asks for a person. */
function hasMovedOn(error: unknown): boolean {
  return isProblem(error, 'nothing-running', 'waits-for-a-person');
}

function isProblem(error: unknown, ...types: readonly string[]): boolean {
  return error instanceof ApiProblem && types.some((type) => error.problem.type.endsWith(`:${type}`));
}
