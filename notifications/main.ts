import { DelayedError, type Job, Worker } from 'bullmq';
import pino from 'pino';
import { ApiClient, contract } from '../api/client';
import { zoneOfHospital } from '../domain/calendar/zone';
import { serveInternally } from '../telemetry/internalServer';
import { counter, startMetrics } from '../telemetry/metrics';
import { inSpan, logContext, startTracing, stopTracing } from '../telemetry/trace';
import { emailChannel } from './channels/email';
import { smsChannel } from './channels/sms';
import { deliver } from './deliver';
import { DELIVERY_QUEUE, type DeliveryJob, DeliveryQueue, queueConnection } from './queues';

/** How often the record is asked for what Redis may have lost. */
const SWEEP_MS = Number(process.env['NOTIFIER_SWEEP_MS'] || 10_000);
const deliveries = counter('careway_deliveries_total', 'Messages to people, by how the attempt ended', ['outcome']);

/** Start the notifier: it empties the delivery queue, and refills it from the record should Redis have lost it. */
async function main(): Promise<void> {
  const redisUrl = needed('REDIS_URL');
  startTracing('notifier');
  startMetrics('notifier');
  const logger = pino({ name: 'notifier', level: process.env['LOG_LEVEL'] ?? 'info', mixin: logContext });
  const api = new ApiClient({ baseUrl: needed('CAREWAY_API_URL'), token: needed('CAREWAY_SERVICE_TOKEN') });
  const email = emailChannel(needed('SMTP_URL'), process.env['MAIL_FROM'] || 'Careway <no-reply@careway.example>');
  const deps = { api, email, sms: smsChannel(needed('SMS_API_URL'), needed('SMS_API_KEY')), place: { webUrl: process.env['CAREWAY_WEB_URL'] ?? 'http://127.0.0.1:4600', timeZone: zoneOfHospital(process.env['CAREWAY_TIME_ZONE']) } };
  const queue = new DeliveryQueue(queueConnection(redisUrl));
  const worker = new Worker<DeliveryJob>(DELIVERY_QUEUE, (job, token) => run(job, token), { connection: queueConnection(redisUrl), concurrency: 10 });

  async function run(job: Job<DeliveryJob>, token: string | undefined): Promise<string> {
    const isLastTry = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    const result = await inSpan('deliver notification', { kind: 'consumer', parent: null }, () => deliver(deps, job.data.notificationId, isLastTry));
    deliveries.inc({ outcome: result.outcome });
    if (result.outcome === 'wait') {
      await job.moveToDelayed(Date.now() + result.waitMs, token);
      throw new DelayedError();
    }
    return result.outcome;
  }

  worker.on('failed', (job) => {
    deliveries.inc({ outcome: 'failed' });
    logger.warn({ notificationId: job?.data.notificationId, attempt: job?.attemptsMade }, 'delivery failed');
  });
  worker.on('error', (error) => logger.warn({ error: error.name }, 'queue trouble; going on when Redis is back'));
  const sweep = setInterval(() => void refill(), SWEEP_MS);
  const refill = async () => {
    const due = await api.call(contract.listDueDeliveries, {}).catch(() => null);
    if (due && due.items.length > 0) await queue.addDue(due.items.map((item) => item.id)).catch(() => undefined);
  };
  const health = await serveInternally({ service: 'notifier', port: Number(process.env['HEALTH_PORT'] ?? 4603), variable: 'HEALTH_PORT', ready: async () => ({ ready: worker.isRunning() }) });
  logger.info('notifier ready');

  const stop = async () => {
    clearInterval(sweep);
    health.close();
    await worker.close();
    await queue.close();
    email.close();
    await stopTracing();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

main().catch((error: unknown) => {
  process.stderr.write(`The notifier cannot start: ${(error as Error).message}\n`);
  process.exit(1);
});
