import { type JobsOptions, Queue } from 'bullmq';
import Redis from 'ioredis';

/** Deliveries to send. Jobs carry the notification's ID only; everything else is read from the record when it is sent. */
export const DELIVERY_QUEUE = 'careway-deliveries';

export interface DeliveryJob {
  readonly notificationId: string;
}

const TRIES = 8;
const FIRST_PAUSE_MS = 4_000;
/** Eight tries over about ten minutes, then it is a dead letter. Jobs leave Redis when done: the record remembers. */
export const DELIVERY_OPTIONS: JobsOptions = { attempts: TRIES, backoff: { type: 'exponential', delay: FIRST_PAUSE_MS, jitter: 0.3 }, removeOnComplete: true, removeOnFail: true };
/** Nothing waits longer for its next try: what does is held for the end of quiet hours. */
const LONGEST_PAUSE_MS = FIRST_PAUSE_MS * 2 ** TRIES;

/** BullMQ's own connection settings: commands wait for Redis instead of failing. */
export function queueConnection(redisUrl: string): Redis {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', () => undefined); // reconnects by itself; the sweep re-queues what was lost
  return connection;
}

export class DeliveryQueue {
  readonly queue: Queue<DeliveryJob>;

  constructor(private readonly connection: Redis) {
    this.queue = new Queue<DeliveryJob>(DELIVERY_QUEUE, { connection });
    this.queue.on('error', () => undefined);
  }

  /** Queue deliveries; one that is queued already stays once. */
  async add(notificationIds: readonly string[], delayMs = 0): Promise<void> {
    await this.queue.addBulk(notificationIds.map((notificationId) => ({ name: 'deliver', data: { notificationId }, opts: { ...DELIVERY_OPTIONS, jobId: notificationId, delay: delayMs } })));
  }

  /**
   * Queue what is due. One that waits in the queue for the end of quiet hours, and became due before (sent again by a person, or its patient's time was made to pass),
   * goes at once, also when a try had failed before it was held; one that waits for its next try after a failure keeps its turn.
   */
  async addDue(notificationIds: readonly string[]): Promise<void> {
    await this.add(notificationIds);
    for (const notificationId of notificationIds) {
      const job = await this.queue.getJob(notificationId);
      if (job && (job.attemptsMade === 0 || job.delay > LONGEST_PAUSE_MS) && (await job.isDelayed())) await job.promote().catch(() => undefined); // taken meanwhile
    }
  }

  async close(): Promise<void> {
    await this.queue.close();
    this.connection.disconnect();
  }
}
