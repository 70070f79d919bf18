import { type ServerContext } from './context';
import { provisionDatabase } from './database';
import { provisionRedis } from './redis';
import { provisionTemporal } from './temporal';
import { type Provisioned } from './types';

/** Finds or starts the three servers side by side. The first failure is thrown once the others have come to rest. */
export async function provision(context: Omit<ServerContext, 'step'>): Promise<Provisioned> {
  const { progress } = context;
  const tasks = [
    progress.step('Database', (step) => provisionDatabase({ ...context, step }), (it) => `${it.kind === 'mysql' ? 'MySQL' : 'MariaDB'} ${it.version} on ${it.host}:${it.port}`),
    progress.step('Redis', (step) => provisionRedis({ ...context, step }), (it) => `Redis ${it.version} on ${new URL(it.url).host}`),
    progress.step('Temporal', (step) => provisionTemporal({ ...context, step }), (it) => `Temporal ${it.version} on ${it.address}`),
  ] as const;
  // Settled before any failure is reported, so that nothing is still being started while the launcher cleans up.
  const results = await Promise.allSettled(tasks);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const [database, redis, temporal] = await Promise.all(tasks);
  return { database, redis, temporal };
}
