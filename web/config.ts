import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zoneOfHospital } from '../domain/calendar/zone';

/** One way into the demonstration hospital, as its seed wrote it. */
export interface DemonstrationLogin {
  readonly role: string;
  readonly username: string;
  readonly password: string;
  readonly totpSecret?: string;
}

/** The web's settings, read once from the environment. The web holds no secret of its own. */
export interface WebConfig {
  readonly port: number;
  readonly apiUrl: string;
  /** Where people reach the web; decides how its cookies are protected. */
  readonly webUrl: string;
  readonly demonstration: boolean;
  /** Read afresh when the sign-in page is shown: the seed may come after the web. */
  readonly demonstrationLogins: () => readonly DemonstrationLogin[];
  /** What the button for the hospital's own login says (OpenID Connect); null where there is none. */
  readonly openIdName: string | null;
  /** Where captured e-mail and SMS of the demonstration can be read; null elsewhere. */
  readonly captureUrl: string | null;
  /** IANA zone in which clock times are shown and typed. */
  readonly timeZone: string;
  /** Templates and assets are kept in memory; off for work on the pages themselves. */
  readonly cacheTemplates: boolean;
  readonly logLevel: string;
  /** Port of /metrics, apart from the one that people reach; null: none. */
  readonly metricsPort: number | null;
}

/** Throws an Error naming the malformed variable. */
export function readWebConfig(env: NodeJS.ProcessEnv = process.env): WebConfig {
  const port = portOf(env['WEB_PORT'] ?? '4600');
  const demonstration = env['CAREWAY_DEMO'] === '1';
  const home = env['CAREWAY_HOME'];
  return {
    port,
    apiUrl: addressOf('CAREWAY_API_URL', env['CAREWAY_API_URL'] ?? 'http://127.0.0.1:4601'),
    webUrl: addressOf('CAREWAY_WEB_URL', env['CAREWAY_WEB_URL'] ?? `http://127.0.0.1:${port}`),
    demonstration,
    demonstrationLogins: () => (demonstration && home ? readLogins(join(home, 'logins.json')) : []),
    openIdName: env['OPENID_ISSUER'] ? env['OPENID_NAME'] || 'Hospital login' : null,
    captureUrl: demonstration && env['CAPTURE_PORT'] ? `http://127.0.0.1:${portOf(env['CAPTURE_PORT'])}/` : null,
    timeZone: zoneOfHospital(env['CAREWAY_TIME_ZONE']),
    cacheTemplates: env['CAREWAY_WEB_RELOAD'] !== '1',
    logLevel: env['LOG_LEVEL'] ?? 'info',
    metricsPort: env['METRICS_PORT'] ? portOf(env['METRICS_PORT'], 'METRICS_PORT') : null,
  };
}

function readLogins(file: string): DemonstrationLogin[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemonstrationLogin[];
  } catch {
    return []; // not seeded yet
  }
}

function portOf(text: string, name = 'WEB_PORT'): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${name} must be a port number, not "${text}".`);
  return port;
}

function addressOf(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new Error(`${name} must be an address such as https://careway.example, not "${text}".`);
  return text.replace(/\/+$/, '');
}
