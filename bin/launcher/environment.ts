import { type Session } from './session';
import { type Provisioned } from './servers/types';

/** The addresses and secrets of the servers as environment variables. */
export function serverEnvironment(session: Pick<Session, 'home' | 'ports' | 'secrets'>, servers: Provisioned): Record<string, string> {
  return {
    DATABASE_URL: servers.database.url,
    DATABASE_ADMIN_URL: servers.database.adminUrl,
    REDIS_URL: servers.redis.url,
    TEMPORAL_ADDRESS: servers.temporal.address,
    TEMPORAL_NAMESPACE: servers.temporal.namespace,
    ...(servers.temporal.uiUrl ? { TEMPORAL_UI_URL: process.env['TEMPORAL_UI_URL'] ?? servers.temporal.uiUrl } : {}),
    CAREWAY_KEYS: process.env['CAREWAY_KEYS'] ?? session.secrets.keys,
    CAREWAY_SERVICE_TOKEN: process.env['CAREWAY_SERVICE_TOKEN'] ?? session.secrets.serviceToken,
    CAREWAY_HOME: session.home.path,
    PORT_BASE: String(session.ports.web),
  };
}

/** Tests make databases of their own, so for them the owner is the ordinary user. */
export function testEnvironment(session: Pick<Session, 'home' | 'ports' | 'secrets'>, servers: Provisioned, chromium: string | undefined): Record<string, string> {
  return { ...serverEnvironment(session, servers), DATABASE_URL: servers.database.adminUrl, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
}

/** Lines a shell can source. */
export function asExports(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`).join('');
}
