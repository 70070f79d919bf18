import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFileIn } from '../../activities/bundle';
import { ApiClient } from '../../api/client';
import { hashToken } from '../../api/services/sessions';
import { ServiceToken } from '../../db/models';
import { newId } from '../../db/newId';
import { runArguments } from '../../bin/build/processes';
import { createTestDatabase, reopenTestDatabase, TEST_KEYS, type TestDatabase } from './database';
import { freePorts } from './ports';

const ROOT = join(__dirname, '..', '..');
const START_MS = 120_000;

/** `api-2` is a second API beside the first, and so on. */
export type ProcessName = 'api' | 'worker' | 'notifier' | 'web' | 'capture' | 'api-2' | 'worker-2' | 'notifier-2' | 'web-2';

const ENTRIES: Readonly<Record<ProcessName, string>> = {
  api: 'api/main.ts', worker: 'activities/main.ts', notifier: 'notifications/main.ts', web: 'web/main.ts', capture: 'notifications/capture/main.ts',
  'api-2': 'api/main.ts', 'worker-2': 'activities/main.ts', 'notifier-2': 'notifications/main.ts', 'web-2': 'web/main.ts',
};
/** Where a second one of these listens. */
const LISTENS: Partial<Record<ProcessName, string>> = { 'api-2': 'API_PORT', 'web-2': 'WEB_PORT' };

/** What a hospital is found again by after all of it was shut down, on servers that kept their data. */
export interface KeptHospital {
  readonly database: string;
  readonly taskQueue: string;
  readonly token: string;
  readonly folder: string;
}

/** Careway's own processes, real ones, over a database and a task queue of their own. The servers are those of `npm test`. */
export class TestHospital {
  private readonly running = new Map<ProcessName, ChildProcess>();
  private ports!: Record<ProcessName | 'smtp', number>;
  private environment!: Record<string, string>;
  /** What one process sees otherwise than the others. */
  private own: Partial<Record<ProcessName, Readonly<Record<string, string>>>> = {};
  private stopping = false;

  private constructor(readonly record: TestDatabase, private readonly folder: string, private readonly token: string) {}

  /**
   * Start the processes named (the API always) and wait until each says it is ready; `env` changes their environment, and `wire`, asked when
   * the addresses are known, that of single ones. With `kept` it is the hospital that was left, and not a new one.
   */
  static async start(names: readonly ProcessName[] = ['worker'], env: Readonly<Record<string, string>> = {}, wire?: (hospital: TestHospital) => Promise<TestHospital['own']>, kept?: KeptHospital): Promise<TestHospital> {
    const record = await (kept ? reopenTestDatabase(kept.database) : createTestDatabase());
    const hospital = new TestHospital(record, kept?.folder ?? mkdtempSync(join(tmpdir(), 'careway-test-')), kept?.token ?? randomBytes(24).toString('base64url'));
    mkdirSync(hospital.folder, { recursive: true });
    const api = await freePorts(10);
    const [worker, notifier, web, capture, smtp] = [api + 1, api + 2, api + 3, api + 4, api + 5];
    hospital.ports = { api, worker, notifier, web, capture, smtp, 'api-2': api + 6, 'worker-2': api + 7, 'notifier-2': api + 8, 'web-2': api + 9 };
    hospital.environment = {
      ...(process.env as Record<string, string>),
      DATABASE_URL: hospital.record.url, CAREWAY_KEYS: TEST_KEYS, CAREWAY_SERVICE_TOKEN: hospital.token, CAREWAY_DEMO: '1', SECOND_FACTOR_ROLES: 'patient', CAREWAY_HOME: hospital.folder,
      TEMPORAL_TASK_QUEUE: kept?.taskQueue ?? `test-${newId()}`, REDIS_URL: redisDatabase(), API_PORT: String(api), WEB_PORT: String(web), CAREWAY_API_URL: hospital.apiUrl, CAREWAY_WEB_URL: hospital.webUrl,
      CAPTURE_PORT: String(capture), CAPTURE_SMTP_PORT: String(smtp), SMTP_URL: `smtp://127.0.0.1:${smtp}`, SMS_API_URL: `http://127.0.0.1:${capture}/sms`, SMS_API_KEY: 'test-sms-key', NODE_ENV: 'test',
      CAREWAY_WORKFLOW_BUNDLE: bundleFileIn(join(ROOT, 'node_modules', '.cache', 'careway')),
      ...env,
    };
    if (wire) hospital.own = await wire(hospital);
    if (!kept) await ServiceToken.create({ id: newId(), name: 'careway-services', tokenHash: hashToken(hospital.token) });
    try {
      await Promise.all([...new Set<ProcessName>(['api', ...names])].map((name) => hospital.run(name)));
    } catch (error) {
      await hospital.stop();
      throw error;
    }
    return hospital;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.ports.api}`;
  }

  get webUrl(): string {
    return `http://127.0.0.1:${this.ports.web}`;
  }

  get captureUrl(): string {
    return `http://127.0.0.1:${this.ports.capture}`;
  }

  /** Of this hospital alone: its workers ask for the work of no other. */
  get taskQueue(): string {
    return this.environment['TEMPORAL_TASK_QUEUE'] ?? '';
  }

  /** What to hand to `start` when it was left. */
  get kept(): KeptHospital {
    return { database: new URL(this.record.url).pathname.slice(1), taskQueue: this.taskQueue, token: this.token, folder: this.folder };
  }

  /** Where a process answers for its health; the worker and the notifier for their figures as well. */
  healthUrl(name: ProcessName): string {
    return `http://127.0.0.1:${this.ports[name]}`;
  }

  get redisUrl(): string {
    return this.environment['REDIS_URL'] ?? '';
  }

  /** The system's number of each process that runs. */
  get processIds(): ReadonlyMap<ProcessName, number> {
    return new Map([...this.running].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid] as const])));
  }

  nobody(at: 'api' | 'api-2' = 'api'): ApiClient {
    return new ApiClient({ baseUrl: `http://127.0.0.1:${this.ports[at]}`, timeoutMs: 60_000 });
  }

  /** As Careway's own processes call the API. */
  service(): ApiClient {
    return this.nobody().withToken(this.token);
  }

  /** End a process as a power cut would. */
  async kill(name: ProcessName): Promise<void> {
    const child = this.running.get(name);
    if (!child || !this.isRunning(name)) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  isRunning(name: ProcessName): boolean {
    const child = this.running.get(name);
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** End a process as a deployment does; answers its exit code. */
  async end(name: ProcessName): Promise<number | null> {
    const child = this.running.get(name);
    if (!child || !this.isRunning(name)) return null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    return gone;
  }

  /** End a process as a deployment does, and start it with another environment. */
  async restart(name: ProcessName, env: Readonly<Record<string, string>>): Promise<void> {
    Object.assign(this.environment, env);
    await this.end(name);
    await this.run(name);
  }

  /** Start a process (again) and wait until it is ready; `env` is for this time only. */
  async run(name: ProcessName, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const log = openSync(join(this.folder, `${name}.log`), 'a');
    const health = this.ports[name];
    const listens = LISTENS[name];
    const child = spawn(process.execPath, runArguments(ENTRIES[name]), { cwd: ROOT, env: { ...this.environment, ...this.own[name], HEALTH_PORT: String(health), ...(listens ? { [listens]: String(health) } : {}), ...env }, stdio: ['ignore', log, log] });
    closeSync(log);
    this.running.set(name, child);
    await this.ready(name);
  }

  /** Each of them says that it is ready. */
  async untilReady(names: readonly ProcessName[]): Promise<void> {
    await Promise.all(names.map((name) => this.ready(name)));
  }

  private async ready(name: ProcessName): Promise<void> {
    const health = this.ports[name];
    const deadline = Date.now() + START_MS;
    for (;;) {
      if (!this.isRunning(name) && !this.stopping) throw new Error(`${name} ended while starting:\n${this.log(name)}`);
      const ready = await fetch(`http://127.0.0.1:${health}${ENTRIES[name] === ENTRIES.web ? '/login' : '/health'}`, { signal: AbortSignal.timeout(2_000) }).then((response) => response.status < 500, () => false);
      if (ready) return;
      if (Date.now() > deadline) throw new Error(`${name} was not ready in time:\n${this.log(name)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  log(name: ProcessName): string {
    return readFileSync(join(this.folder, `${name}.log`), 'utf8').slice(-4_000);
  }

  /** `besides`: what has to have ended as well before the record goes. */
  async stop(besides: () => Promise<unknown> = async () => undefined): Promise<void> {
    await this.leave(besides);
    await this.record.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** End every process; the record and the folder stay for a later `start`. */
  async leave(besides: () => Promise<unknown> = async () => undefined): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.running.values()].map((child) => new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    })));
    await besides();
  }
}

/** A Redis database of its own for each of Vitest's workers, so that test files running side by side do not see each other's queues. */
function redisDatabase(): string {
  const url = new URL(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
  url.pathname = `/${1 + (Number(process.env['VITEST_POOL_ID'] ?? 1) % 15)}`;
  return url.toString();
}
