import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { type Logger } from 'pino';
import { ApiClient } from '../api/client';
import { KeyRing } from '../keys/keyRing';
import { temporalDataConverter } from '../keys/temporalData';
import { serveInternally } from '../telemetry/internalServer';
import { startMetrics } from '../telemetry/metrics';
import { startTracing, stopTracing } from '../telemetry/trace';
import { CAREWAY_TASK_QUEUE } from '../workflows/contracts/taskQueues';
import { bundleFileIn, workflowBundle } from './bundle';
import { readWorkerConfig, type WorkerConfig } from './config';
import { createActivities } from './index';
import { leanWorkflowThreads } from './leanThreads';
import { openLog, temporalLogger } from './logging';
import { observedActivities, traceSinks } from './observed';
import { tuning } from './tuning';

const PROBE_TIMEOUT_MS = 3_000;
const RETRY_MS = 2_000;

/** Start the Temporal worker: runs every workflow and activity of the hospital. Stops cleanly on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const config = readWorkerConfig(process.env['TEMPORAL_TASK_QUEUE'] || CAREWAY_TASK_QUEUE);
  startTracing('worker');
  startMetrics('worker');
  leanWorkflowThreads();
  const log = openLog(config.logLevel);
  const dataConverter = temporalDataConverter(KeyRing.parse(config.keys));
  Runtime.install({ logger: temporalLogger(log), shutdownSignals: [], telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } }, ...(config.engineMetrics ? { metrics: { prometheus: { bindAddress: config.engineMetrics } } } : {}) } });
  let worker: Worker | null = null;
  let stopping = false;
  const health = await serveInternally({
    service: 'worker', port: config.healthPort, variable: 'HEALTH_PORT',
    ready: async () => ({ ready: worker?.getState() === 'RUNNING', state: stopping ? 'stopping' : (worker?.getState() ?? 'waiting for Temporal').toLowerCase() }),
  });
  const stop = () => {
    if (stopping) return;
    stopping = true;
    log.info('worker stopping');
    if (worker) worker.shutdown();
    else process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const bundle = await workflowBundle(config.bundleFile ?? bundleFileIn(join(config.home, 'cache')));
  await warnWithoutApi(config, log);
  const connection = await connect(config, log);
  worker = await Worker.create({ ...tuning(config), connection, namespace: config.temporalNamespace, taskQueue: config.taskQueue, dataConverter, workflowBundle: bundle, interceptors: observedActivities, sinks: traceSinks, activities: createActivities({ api: new ApiClient({ baseUrl: config.apiUrl, token: config.serviceToken }) }) });
  log.info({ taskQueue: config.taskQueue, temporal: config.temporalAddress }, 'worker ready');
  if (!stopping) await worker.run();
  health.close();
  await connection.close();
  await stopTracing();
  log.info('worker stopped');
}

/** Temporal may start later than the worker, or be away for a while: say so, and go on trying. */
async function connect(config: WorkerConfig, log: Logger): Promise<NativeConnection> {
  for (;;) {
    try {
      return await NativeConnection.connect({ address: config.temporalAddress });
    } catch {
      log.warn({ temporal: config.temporalAddress }, 'Temporal does not answer at TEMPORAL_ADDRESS; trying again');
      await pause(RETRY_MS);
    }
  }
}

/** Work waits for the API by itself; an operator should know that it does. */
async function warnWithoutApi(config: WorkerConfig, log: Logger): Promise<void> {
  try {
    await fetch(`${config.apiUrl}/health`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  } catch {
    log.warn({ api: config.apiUrl }, 'the API does not answer at CAREWAY_API_URL yet; steps wait for it');
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The worker cannot run: ${(error as Error).message}\n`);
    process.exit(1);
  },
);
