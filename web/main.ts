import pino from 'pino';
import { serveInternally } from '../telemetry/internalServer';
import { startMetrics } from '../telemetry/metrics';
import { limitServer } from '../telemetry/serverLimits';
import { logContext, startTracing, stopTracing } from '../telemetry/trace';
import { buildWeb } from './app';
import { readWebConfig } from './config';

/** Start the web. Stops cleanly on SIGTERM and SIGINT: open pages are answered, live streams end. */
function main(): void {
  const config = readWebConfig();
  startTracing('web');
  startMetrics('web');
  const logger = pino({ name: 'web', level: config.logLevel, mixin: logContext });
  const server = limitServer(buildWeb({ config, logger }).listen(config.port, process.env['LISTEN_HOST'] ?? '127.0.0.1', () => logger.info({ port: config.port }, 'web ready')));
  server.once('error', (error: NodeJS.ErrnoException) => fail(error.code === 'EADDRINUSE' ? `port ${config.port} is in use` : error.message));
  const { metricsPort } = config;
  if (metricsPort !== null) void serveInternally({ service: 'web', port: metricsPort, variable: 'METRICS_PORT', ready: async () => ({ ready: server.listening }) }).catch((error: Error) => fail(error.message.replace(/\.$/, '')));
  const stop = (): void => {
    logger.info('web stopping');
    server.close(() => void stopTracing().then(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref(); // live streams never end by themselves
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(reason: string): void {
  process.stderr.write(`The web cannot start: ${reason}.\n`);
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail((error as Error).message.replace(/\.$/, ''));
}
