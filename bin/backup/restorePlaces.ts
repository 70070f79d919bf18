import { existsSync, readFileSync } from 'node:fs';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { type Home, homeAt, openHome, writePrivate } from '../launcher/home';
import { portsFrom } from '../launcher/ports';
import { DATABASE } from '../launcher/servers/database-accounts';
import { parseDatabaseUrl } from '../launcher/servers/database-address';
import { type DatabaseServer } from '../launcher/servers/types';
import { runningLauncher } from '../launcher/state';
import { type Places, placesOf } from './places';

/** The home whose private servers a backup goes back to; null when DATABASE_URL names a server of somebody else. */
export function homeToRestore(): Home | null {
  const home = homeAt(process.env['CAREWAY_HOME']);
  const url = process.env['DATABASE_URL'];
  if (url && !isPrivate(url)) return null;
  if (runningLauncher(home)) throw new LaunchFailure(`The hospital in ${home.path} is running: stop it first (Ctrl-C where npm start runs).`, EXIT.usage);
  return home;
}

/** The launcher's own server has its own name, place and port. */
function isPrivate(url: string): boolean {
  const { host, port, name } = parseDatabaseUrl(url, 'DATABASE_URL');
  return host === '127.0.0.1' && name === DATABASE && port === portsFrom(portBase()).mysql && process.env['CAREWAY_DEMO'] === '1';
}

export function portBase(): string {
  return process.env['PORT_BASE'] ?? '4600';
}

/** A home that was lost with its machine is made anew with the keys that were kept elsewhere. */
export function keepGivenKeys(home: Home): void {
  const file = home.file('secrets.json');
  const given = process.env['CAREWAY_KEYS'];
  if (existsSync(file)) process.env['CAREWAY_KEYS'] ??= (JSON.parse(readFileSync(file, 'utf8')) as { keys?: string }).keys;
  else if (given) {
    openHome(home);
    writePrivate(file, JSON.stringify({ keys: given }, null, 2));
  }
}

/** The places of a home's private servers, whose database runs by now. */
export function placesInHome(home: Home, database: DatabaseServer): Places {
  process.env['DATABASE_URL'] = database.url;
  process.env['DATABASE_ADMIN_URL'] = database.adminUrl;
  return {
    ...placesOf(),
    temporalFile: home.file('temporal', 'temporal.db'),
    auditFolder: process.env['AUDIT_CHECKPOINT_DIR'] ?? home.file('audit'),
    exchangeFolder: process.env['EXCHANGE_DIR'] ?? home.file('exchange'),
    homeFiles: ['logins.json', 'demonstration.json'].map((name) => ({ name, path: home.file(name) })),
  };
}
