import { existsSync } from 'node:fs';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { homeAt } from '../launcher/home';
import { parseDatabaseUrl } from '../launcher/servers/database-address';
import { readState } from '../launcher/state';

/** Where everything of a hospital lies that a backup takes. */
export interface Places {
  /** As the owner, who may hold commits and make databases. */
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  /** Temporal's own database, when it is the private server's file; null when a Temporal of somebody else is used. */
  readonly temporalFile: string | null;
  readonly auditFolder: string | null;
  readonly exchangeFolder: string | null;
  /** Files of the demonstration's home that belong to its record. */
  readonly homeFiles: readonly { readonly name: string; readonly path: string }[];
}

const HOME_FILES = ['logins.json', 'demonstration.json'] as const;

/** Read from the environment, which a running hospital has filled. `temporalFile` names the file of a Temporal that the launcher did not start. */
export function placesOf(temporalFile?: string): Places {
  const applicationUrl = process.env['DATABASE_URL'];
  if (!applicationUrl) throw new LaunchFailure('There is no hospital here: start it with npm start, or set DATABASE_URL and CAREWAY_KEYS.', EXIT.usage);
  parseDatabaseUrl(applicationUrl, 'DATABASE_URL');
  const home = homeAt(process.env['CAREWAY_HOME']);
  const temporal = readState(home)?.servers?.temporal;
  const own = temporal?.origin === 'private' && temporal.address === process.env['TEMPORAL_ADDRESS'] ? home.file('temporal', 'temporal.db') : null;
  return {
    ownerUrl: process.env['DATABASE_ADMIN_URL'] ?? applicationUrl,
    applicationUrl,
    temporalFile: temporalFile ?? own,
    auditFolder: process.env['AUDIT_CHECKPOINT_DIR'] || null,
    exchangeFolder: process.env['EXCHANGE_DIR'] || null,
    homeFiles: HOME_FILES.map((name) => ({ name, path: home.file(name) })).filter(({ path }) => existsSync(path)),
  };
}
