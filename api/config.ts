/** The API's settings, read once from the environment. Secrets have no default: a missing one stops the start with its name. */
export interface Config {
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly temporalAddress: string | null;
  readonly temporalNamespace: string;
  /** Only tests that share a Temporal server set another. */
  readonly temporalTaskQueue: string | null;
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly keys: string;
  /** Demonstration hospital: captured messages, fast-forward, logins on the sign-in page. */
  readonly demonstration: boolean;
  readonly databasePoolSize: number;
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
  readonly logLevel: string;
  /** Folder of the signed audit checkpoints, outside the database; null writes none. */
  readonly auditCheckpointDir: string | null;
  /** Folder through which claims and payers' answers are exchanged as files; null exchanges none. */
  readonly exchangeDir: string | null;
}

/** Throws an Error naming the missing or malformed variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = wholeNumber(env, 'API_PORT', 4601);
  return {
    port,
    databaseUrl: needed(env, 'DATABASE_URL', 'mysql://user:password@host:3306/careway'),
    redisUrl: env['REDIS_URL'] ?? null,
    temporalAddress: env['TEMPORAL_ADDRESS'] ?? null,
    temporalNamespace: env['TEMPORAL_NAMESPACE'] ?? 'default',
    temporalTaskQueue: env['TEMPORAL_TASK_QUEUE'] || null,
    webUrl: env['CAREWAY_WEB_URL'] ?? 'http://127.0.0.1:4600',
    apiUrl: env['CAREWAY_API_URL'] ?? `http://127.0.0.1:${port}`,
    keys: needed(env, 'CAREWAY_KEYS', 'k1:<base64 of 32 bytes> (openssl rand -base64 32)'),
    demonstration: env['CAREWAY_DEMO'] === '1',
    databasePoolSize: wholeNumber(env, 'DATABASE_POOL_SIZE', 20),
    sessionIdleMinutes: wholeNumber(env, 'SESSION_IDLE_MINUTES', 60),
    sessionHours: wholeNumber(env, 'SESSION_HOURS', 12),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    auditCheckpointDir: env['AUDIT_CHECKPOINT_DIR'] || null,
    exchangeDir: env['EXCHANGE_DIR'] || null,
  };
}

function needed(env: NodeJS.ProcessEnv, name: string, example: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set. Example: ${example}`);
  return value;
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not "${text}".`);
  return value;
}
