import { type Client } from '@temporalio/client';
import { type Spread, spreadOf } from '../stats';

/** Seldom: the probe is a load of its own, and one every 50 ms took two fifths of what Temporal did for the journeys beside it. */
const EVERY_MS = 500;

/** While work goes on, send an update now and then to a workflow that does nothing: what Temporal itself takes at this load. */
export async function updatesWhile(client: Client, taskQueue: string, work: () => Promise<void>): Promise<Spread> {
  const handle = await client.workflow.start('bare', { workflowId: `bare-${Date.now().toString(36)}`, taskQueue });
  const times: number[] = [];
  let isOver = false;
  const probing = (async () => {
    while (!isOver) {
      const began = performance.now();
      await handle.executeUpdate('act');
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await probing;
    await handle.signal('tell');
  }
  return spreadOf(times);
}
