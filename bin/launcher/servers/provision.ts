import { messageOf } from '../failure';
import { type ServerContext } from './context';
import { provisionDatabase } from './database';
import { provisionRedis } from './redis';
import { provisionTemporal } from './temporal';
import { type Provisioned } from './types';

/** Finds or starts the three servers side by side. A failure is thrown once the others have come to rest. */
export async function provision(context: Omit<ServerContext, 'step'>): Promise<Provisioned> {
  const { progress } = context;
  const tasks = [
    progress.step('Database', (step) => provisionDatabase({ ...context, step }), (it) => `${it.kind === 'mysql' ? 'MySQL' : 'MariaDB'} ${it.version} on ${it.host}:${it.port}`),
    progress.step('Redis', (step) => provisionRedis({ ...context, step }), (it) => `Redis ${it.version} on ${new URL(it.url).host}`),
    progress.step('Temporal', (step) => provisionTemporal({ ...context, step }), (it) => `Temporal ${it.version} on ${it.address}`),
  ] as const;
  // Settled before any failure is reported, so that nothing is still being started while the launcher cleans up.
  const results = await Promise.allSettled(tasks);
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  // All of them at once: whoever mends the first should not have to find the second by trying again.
  for (const failure of failures.slice(1)) progress.line(`✗ ${messageOf(failure)}`);
  if (failures.length > 0) throw failures[0];
  const [database, redis, temporal] = await Promise.all(tasks);
  return { database, redis, temporal };
}
