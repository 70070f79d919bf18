import { resolve } from 'node:path';
import { Command } from 'commander';
import { type CheckedBackup, checkBackup } from '../backup/manifest';
import { placesOf } from '../backup/places';
import { type Restored, restoreBackup, type RestoreOptions } from '../backup/restoreBackup';
import { homeToRestore, keepGivenKeys, placesInHome, portBase } from '../backup/restorePlaces';
import { type Home } from '../launcher/home';
import { provisionDatabase } from '../launcher/servers/database';
import { inSession } from '../launcher/session';
import { keyRing } from '../support/keyRing';

interface Options {
  readonly json?: boolean;
  readonly replace?: boolean;
  readonly temporalFile?: string;
}

/** `careway restore DIR`: a backup becomes the hospital. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the hospital, which must be stopped; it is read, loaded and compared before anything is replaced')
    .argument('<dir>', 'the backup')
    .option('--replace', 'the record that is there may be lost')
    .option('--temporal-file <file>', 'database file of a stopped Temporal development server that npm start did not start')
    .option('--json', 'print one JSON object')
    .action(async (dir: string, options: Options) => {
      const home = homeToRestore();
      if (home) keepGivenKeys(home);
      const progress = (text: string) => void process.stderr.write(`• ${text}\n`);
      const backup = await checkBackup(resolve(dir), keyRing(), (name) => progress(`reading ${name}`));
      const how = { replace: options.replace ?? false };
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

function report({ manifest, rows, auditEvents, seconds }: Restored, { json }: Options): void {
  const { id, takenAt, schema, temporal } = manifest;
  process.stdout.write(json
    ? `${JSON.stringify({ id, takenAt, schema, temporal, rows, auditEvents, seconds, restored: true }, null, 2)}\n`
    : `✓ The hospital is as it was at ${takenAt}: ${rows} rows, the ledger to the cent, ${auditEvents} audit events as they were written (${seconds} s). Start it as usual.\n`);
}
