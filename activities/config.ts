/** The worker's settings, read once from the environment. */
export interface WorkerConfig {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly taskQueue: string;
  readonly apiUrl: string;
  readonly serviceToken: string;
  readonly keys: string;
  readonly healthPort: number;
  /** Where the Temporal SDK offers its own figures (Prometheus), as host:port; null: nowhere. */
  readonly engineMetrics: string | null;
  /** Where the bundled workflow code is kept between starts; null: made anew under the home folder. */
  readonly bundleFile: string | null;
  readonly home: string;
  /** Workflows kept in memory between their tasks; about 0.2 MiB each. */
  readonly cachedWorkflows: number;
  readonly logLevel: string;
}

/** Throws an Error naming the missing or malformed variable. */
export function readWorkerConfig(taskQueue: string, env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  return {
    temporalAddress: needed(env, 'TEMPORAL_ADDRESS', '127.0.0.1:7233'),
    temporalNamespace: env['TEMPORAL_NAMESPACE'] || 'default',
    taskQueue,
    apiUrl: needed(env, 'CAREWAY_API_URL', 'http://127.0.0.1:4601').replace(/\/+$/, ''),
    serviceToken: needed(env, 'CAREWAY_SERVICE_TOKEN', 'the token of the worker, as the API knows it'),
    keys: needed(env, 'CAREWAY_KEYS', 'k1:<base64 of 32 bytes> (openssl rand -base64 32)'),
    healthPort: wholeNumber(env, 'HEALTH_PORT', 4602),
    engineMetrics: env['ENGINE_METRICS_ADDRESS'] || null,
    bundleFile: env['CAREWAY_WORKFLOW_BUNDLE'] || null,
    home: env['CAREWAY_HOME'] || '.careway',
    cachedWorkflows: wholeNumber(env, 'WORKER_CACHED_WORKFLOWS', 500),
    logLevel: env['LOG_LEVEL'] || 'info',
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
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new Error(`${name} must be a whole number up to 65535, not "${text}".`);
  return value;
}
