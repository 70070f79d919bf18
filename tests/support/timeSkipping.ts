import { type Client } from '@temporalio/client';
import { fastForward } from '../../api/temporal/fastForward';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time';

const UNITS = { minutes: MINUTE_MS, hours: HOUR_MS, days: DAY_MS } as const;

/** Let time pass for one workflow: `await pass(client, id, 3, 'days')`. Fails the test when it does not pass; a workflow may end within it. */
export async function pass(client: Client, workflowId: string, amount: number, unit: keyof typeof UNITS): Promise<void> {
  if (!(await fastForward(client, workflowId, amount * UNITS[unit], 20_000))) throw new Error(`${amount} ${unit} did not pass for ${workflowId}`);
}
