import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type BedReservationInput } from './contracts/messages';
import { epochMs } from './support/clock';
import { Errand, runErrand } from './support/errand';

/**
 * A bed kept for a patient who does not lie in it yet (workflow ID `bed-reservation-<locationId>`). When the time is over the bed
 * is given back; a patient who lies down first, or a bed given back by hand, ends it.
 */
export async function bedReservation({ locationId, until }: BedReservationInput): Promise<void> {
  await runErrand(new Errand(), async (errand) => {
    await errand.waitUntil(epochMs(until), 'reservation');
    if (!errand.hasEnded) await errand.steps.attempt('end-reservation', (calls, at) => calls.endReservation({ ...at, locationId }));
  });
  await condition(allHandlersFinished);
}
