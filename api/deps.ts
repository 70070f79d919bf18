import { type Redis } from 'ioredis';
import { type Logger } from 'pino';
import { type Database } from '../db/connect';
import { type KeyRing } from '../keys/keyRing';
import { type Config } from './config';
import { type TemporalGateway } from './temporal/gateway';

/** What the API is built from; made once in main.ts, or by a test. */
export interface Deps {
  readonly config: Config;
  readonly database: Database;
  readonly keys: KeyRing;
  readonly logger: Logger;
  /** Wake the relay: commands for these workflows were committed. */
  readonly onCommands: (workflowIds: readonly string[]) => void;
  /** Tell live pages; loss is harmless. */
  readonly onAnnouncements: (announcements: readonly import('./http/act').Announcement[]) => void;
  /** Queue committed notifications; a sweep finds what is lost. */
  readonly onNotifications: (notificationIds: readonly string[]) => void;
  /** Straight to Temporal, for what the outbox does not carry (the demonstration's time skipping); null when there is none. */
  readonly gateway: TemporalGateway | null;
  /** For the live stream; null when Redis is not configured. */
  readonly redis: Redis | null;
  /** Now; tests move it. */
  readonly clock: () => Date;
}
