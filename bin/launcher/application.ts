import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runArguments } from '../build/processes';
import { serverEnvironment } from './environment';
import { ROOT } from './home';
import { answersHttp } from './http';
import { type PortName } from './ports';
import { type Session } from './session';
import { type Provisioned } from './servers/types';
import { type ProcessSpec } from './supervisor';

/** The hospital's own processes, in the order of starting (and, backwards, of stopping). */
const PROCESSES = [
  // First up and last down: it receives what the others send.
  { name: 'capture', entry: 'notifications/capture/main.ts', port: 'capture', also: ['captureSmtp'], ready: '/health', givesWay: false },
  { name: 'api', entry: 'api/main.ts', port: 'api', also: [], ready: '/health', givesWay: false },
  { name: 'worker', entry: 'activities/main.ts', port: 'workerHealth', also: [], ready: '/health', givesWay: true },
  { name: 'notifier', entry: 'notifications/main.ts', port: 'notifierHealth', also: [], ready: '/health', givesWay: true },
  { name: 'web', entry: 'web/main.ts', port: 'web', also: [], ready: '/login', givesWay: false },
] as const satisfies readonly { name: string; entry: string; port: PortName; also: readonly PortName[]; ready: string; givesWay: boolean }[];

/** Ports the application listens on, checked before anything is started. */
export const APPLICATION_PORTS: readonly PortName[] = PROCESSES.flatMap(({ port, also }) => [port, ...also]);

/** Processes that work for nobody who waits for an answer. */
export const GIVING_WAY: readonly string[] = PROCESSES.filter(({ givesWay }) => givesWay).map(({ name }) => name);

/** Where people and programs reach a running hospital. */
export function addressesOf(session: Pick<Session, 'ports'>, servers: Provisioned): Record<string, string> {
  const at = (name: PortName) => `http://127.0.0.1:${session.ports[name]}`;
  return {
    web: at('web'), api: at('api'), openapi: `${at('api')}/openapi.json`, capture: at('capture'),
    temporal: servers.temporal.address, ...(servers.temporal.uiUrl ? { temporalUi: servers.temporal.uiUrl } : {}),
  };
}

/** The environment of every process of the application (docs/runbook.md lists the variables). */
export function applicationEnvironment(session: Session, servers: Provisioned): Record<string, string> {
  const { ports, secrets } = session;
  const given = (name: string, fallback: string) => process.env[name] ?? fallback;
  const urls = addressesOf(session, servers);
  return {
    ...serverEnvironment(session, servers),
    NODE_ENV: given('NODE_ENV', 'production'),
    CAREWAY_DEMO: '1',
    CAREWAY_DEMO_PASSWORD: secrets.demoPassword,
    CAREWAY_API_URL: urls['api'] ?? '',
    CAREWAY_WEB_URL: urls['web'] ?? '',
    TEMPORAL_UI_ORIGIN: given('TEMPORAL_UI_ORIGIN', urls['temporalUi'] ?? ''),
    AUDIT_CHECKPOINT_DIR: given('AUDIT_CHECKPOINT_DIR', session.home.file('audit')),
    EXCHANGE_DIR: given('EXCHANGE_DIR', session.home.file('exchange')),
    API_PORT: String(ports.api),
    WEB_PORT: String(ports.web),
    CAPTURE_PORT: String(ports.capture),
    CAPTURE_SMTP_PORT: String(ports.captureSmtp),
    SMTP_URL: given('SMTP_URL', `smtp://127.0.0.1:${ports.captureSmtp}`),
    SMS_API_URL: given('SMS_API_URL', `${urls['capture']}/sms`),
    SMS_API_KEY: given('SMS_API_KEY', secrets.smsApiKey),
  };
}

/** What to supervise, each run as it was built. */
export function applicationProcesses(session: Session, environment: Readonly<Record<string, string>>, build: string): ProcessSpec[] {
  return PROCESSES.map(({ name, entry, port, ready, givesWay }): ProcessSpec => ({
    name, command: process.execPath, args: runArguments(entry, build), readyTimeoutMs: 90_000, stopGraceMs: 15_000, givesWay,
    // The database's owner is for migrations only.
    env: { ...process.env, ...environment, DATABASE_ADMIN_URL: undefined, HEALTH_PORT: String(session.ports[port]), npm_config_loglevel: undefined },
    isReady: () => answersHttp(`http://127.0.0.1:${session.ports[port]}${ready}`),
  }));
}

/** Entry points that are not in this checkout. */
export function missingProcesses(): string[] {
  return PROCESSES.map(({ entry }) => entry).filter((entry) => !existsSync(join(ROOT, entry)));
}
