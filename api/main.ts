import Redis from 'ioredis';
import pino from 'pino';
import { openDatabase } from '../db/connect';
import { KeyRing } from '../keys/keyRing';
import { DeliveryQueue, queueConnection } from '../notifications/queues';
import { serveInternally } from '../telemetry/internalServer';
import { startMetrics } from '../telemetry/metrics';
import { limitServer } from '../telemetry/serverLimits';
import { logContext, startTracing, stopTracing } from '../telemetry/trace';
import { buildApp, isRecordThere } from './app';
import { readConfig } from './config';
import { type Deps } from './deps';
import { gracefulStop } from './http/gracefulStop';
import { announceThrough } from './live/announce';
import { stopLive } from './live/stream';
import { countHospital } from './metrics';
import { requireProductionSettings } from './production';
import { buildRoutes } from './routes';
import { startAuditCheckpoints } from './services/audit/checkpointWriter';
import { startProjectingAnalytics } from './services/analytics/project';
import { prepareAuditChains } from './services/auditTrail';
import { startFolderExchange } from './services/exchange/folderExchange';
import { startLearningKeys } from './services/learnKeys';
import { startCheckingLedger } from './services/money/keptLedgerCheck';
import { startFoldingTally } from './services/tasks/tally';
import { TemporalGateway } from './temporal/gateway';
import { LANES_AT_ONCE, Relay } from './temporal/relay';

/** Start the API: the record, the relay to Temporal, the HTTP server. Stops cleanly on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const config = readConfig();
  requireProductionSettings(config);
  startTracing('api');
  startMetrics('api');
  const logger = pino({ name: 'api', level: config.logLevel, mixin: logContext, redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token'] });
  const keys = KeyRing.parse(config.keys);
  // The relay's lanes wait for workflows with a connection each: beside them requests, of which those workflows make some, have theirs.
  const database = await openDatabase(config.databaseUrl, keys, { poolSize: config.databasePoolSize, transactions: config.databasePoolSize + LANES_AT_ONCE });
  await prepareAuditChains({ database, transaction: null });
  const redis = config.redisUrl ? new Redis(config.redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false }) : null;
  redis?.on('error', () => undefined); // reconnects by itself; live updates and queues pause meanwhile
  const deliveries = config.redisUrl ? new DeliveryQueue(queueConnection(config.redisUrl)) : null;
  const gateway = config.temporalAddress ? await TemporalGateway.connect({ address: config.temporalAddress, namespace: config.temporalNamespace, keys, ...(config.temporalTaskQueue ? { taskQueue: config.temporalTaskQueue } : {}) }) : null;
  const onAnnouncements = announceThrough(redis);
  const relay = gateway ? new Relay(database, gateway, logger, onAnnouncements) : null;
  const deps: Deps = {
    config, database, keys, logger, redis, gateway,
    onCommands: relay?.wake ?? (() => undefined),
    onAnnouncements,
    onNotifications: (ids) => void deliveries?.add(ids).catch(() => undefined), // the notifier's sweep finds what is not queued
    clock: () => new Date(),
  };
  const server = limitServer(buildApp(deps, buildRoutes(config, gateway)).listen(config.port, process.env['LISTEN_HOST'] ?? '127.0.0.1', () => logger.info({ port: config.port }, 'api ready')));
  const stopServer = gracefulStop(server);
  relay?.start();
  const figures = config.metricsPort === null ? null : await serveInternally({ service: 'api', port: config.metricsPort, variable: 'METRICS_PORT', ready: () => isRecordThere(deps), beforeMetrics: () => countHospital(database, gateway) });
  const exchange = startFolderExchange({
    database, keys, logger, clock: deps.clock, folder: config.exchangeDir, digests: config.exchangeDigests,
    onDone: ({ commands, announcements }) => {
      deps.onCommands([...new Set(commands.map(({ workflowId }) => workflowId))]);
      deps.onAnnouncements(announcements);
    },
  });
  const tally = startFoldingTally(database, logger);
  const ledgerChecks = startCheckingLedger(database, logger, deps.clock);
  const keyLearning = startLearningKeys({ database, keys, logger });
  const analytics = startProjectingAnalytics(database, logger, deps.clock);
  const checkpoints = startAuditCheckpoints({ database, keys, logger, folder: config.auditCheckpointDir });

  const stop = async () => {
    logger.info('api stopping');
    stopLive();
    await stopServer();
    await relay?.stop();
    await exchange.stop();
    await checkpoints.stop();
    await keyLearning.stop();
    await tally.stop();
    await ledgerChecks.stop();
    await analytics.stop();
    redis?.disconnect();
    await deliveries?.close();
    await gateway?.close();
    await database.close();
    figures?.close();
    await stopTracing();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`The API cannot start: ${(error as Error).message}\n`);
  process.exit(1);
});
