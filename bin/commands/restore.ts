import { resolve } from 'node:path';
import { Command } from 'commander';
import { type CheckedBackup, checkBackup } from '../backup/manifest';
import { placesOf } from '../backup/places';
import { type Restored, restoreBackup, type RestoreOptions } from '../backup/restoreBackup';
import { homeToRestore, keepGivenKeys, placesInHome, portBase } from '../backup/restorePlaces';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { type Home } from '../launcher/home';
import { provisionDatabase } from '../launcher/servers/database';
import { binaryLogFolder } from '../launcher/servers/database-private';
import { inSession } from '../launcher/session';
import { keyRing } from '../support/keyRing';

interface Options {
  readonly json?: boolean;
  readonly replace?: boolean;
  readonly temporalFile?: string;
  readonly until?: Date;
  readonly binaryLogs?: string;
  readonly resendSince?: Date;
}

/** `careway restore DIR`: a backup becomes the hospital. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the hospital, which must be stopped; it is read, loaded and compared before anything is replaced')
    .argument('<dir>', 'the backup')
    .option('--replace', 'the record that is there may be lost')
    .option('--temporal-file <file>', 'database file of a stopped Temporal development server that npm start did not start')
    .option('--until <time>', 'replay the binary log up to this time (ISO 8601, for instance 2026-05-04T12:30:00Z)', timeOf)
    .option('--binary-logs <dir>', "folder of the server's binary logs, for --until (default: those of the home)")
    .option('--resend-since <time>', 'give Temporal again what it got after this time: for a Temporal of your own that you restored to it', timeOf)
    .option('--json', 'print one JSON object')
    .action(async (dir: string, options: Options) => {
      const home = homeToRestore();
      if (home) keepGivenKeys(home);
      const progress = (text: string) => void process.stderr.write(`• ${text}\n`);
      const backup = await checkBackup(resolve(dir), keyRing(), (name) => progress(`reading ${name}`));
      const how = { replace: options.replace ?? false, until: options.until ?? null, binaryLogs: options.binaryLogs ?? (home ? binaryLogFolder(home) : null), resendSince: options.resendSince ?? null };
      if (home) return restoreHome(home, backup, how, options);
      report(await restoreBackup(placesOf(options.temporalFile), keyRing(), backup, how, progress), options);
    });
}

/** The home's private database is started for it, and ended afterwards. */
async function restoreHome(home: Home, backup: CheckedBackup, how: RestoreOptions, options: Options): Promise<void> {
  for (const name of ['DATABASE_URL', 'DATABASE_ADMIN_URL', 'CAREWAY_API_URL']) delete process.env[name]; // of the hospital that ran here
  await inSession({ mode: 'servers', home: home.path, portBase: portBase(), durability: 'durable' }, async (session) => {
    const { secrets, ports, supervisor, progress } = session;
    const database = await progress.step('Database', (step) => provisionDatabase({ home, secrets, ports, supervisor, progress, durability: 'durable', step }));
    const restored = await restoreBackup(placesInHome(home, database), keyRing(), backup, how, (text) => progress.line(`• ${text}`));
    report(restored, options);
    return 0;
  });
}

function timeOf(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/.test(text)) throw new LaunchFailure(`"${text}" is no time with its zone: write 2026-05-04T12:30:00Z.`, EXIT.usage);
  return time;
}

function report({ manifest, rows, auditEvents, resent, seconds }: Restored, { json, until }: Options): void {
  const { id, schema, temporal, takenAt } = manifest;
  const asOf = until?.toISOString() ?? takenAt;
  process.stdout.write(json
    ? `${JSON.stringify({ id, takenAt, asOf, schema, temporal, rows, auditEvents, resent, seconds, restored: true }, null, 2)}\n`
    : `✓ The hospital is as it was at ${asOf}: ${rows} rows, ${auditEvents} audit events as they were written, ${resent} commands for Temporal once more (${seconds} s). Start it as usual.\n`);
}
