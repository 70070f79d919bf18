import { resolve } from 'node:path';
import { Command } from 'commander';
import { placesOf } from '../backup/places';
import { type Taken, takeBackup } from '../backup/takeBackup';
import { type Verified, verifyBackup } from '../backup/verifyBackup';
import { messageOf } from '../launcher/failure';
import { keepCheck } from '../support/keepCheck';
import { keyRing } from '../support/keyRing';
import { openRecord } from '../support/record';

interface Options {
  readonly json?: boolean;
  readonly verify?: boolean;
  readonly temporalFile?: string;
}

/** `careway backup DIR`: everything of the hospital at one moment, sealed; `--verify` proves a backup by restoring it beside the record. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('back the hospital up into a new folder, sealed, while people work; keys are never in it')
    .argument('<dir>', 'the folder to make, or with --verify the backup to check')
    .option('--verify', 'restore the backup into a scratch database and compare: nothing of the hospital is touched')
    .option('--temporal-file <file>', 'database file of a Temporal development server that npm start did not start')
    .option('--json', 'print one JSON object')
    .action(async (dir: string, { json, verify, temporalFile }: Options) => {
      const progress = (text: string) => void process.stderr.write(`• ${text}\n`);
      const folder = resolve(dir);
      const keys = keyRing();
      const said = verify ? await verifyBackup(placesOf(), keys, folder, progress) : await takeBackup(placesOf(temporalFile), keys, folder, progress);
      await keepOnRecord(said, Boolean(verify)).catch((error: unknown) => void process.stderr.write(`• It is not kept on the compliance page (${messageOf(error)}).\n`));
      process.stdout.write(json ? `${JSON.stringify({ folder, ...summary(said) }, null, 2)}\n` : `${inWords(folder, said)}\n`);
    });
}

/** That it was taken, or proved: the compliance page shows the age of both. The moment is that of the backup, not of the look. */
async function keepOnRecord({ manifest: { id, takenAt } }: Taken | Verified, isProved: boolean): Promise<void> {
  const { database } = await openRecord('keep it on');
  try {
    await keepCheck(database, isProved ? 'backup-proved' : 'backup-taken', 'good', `Backup ${id}.`, new Date(takenAt));
  } finally {
    await database.close();
  }
}

function summary(said: Taken | Verified) {
  const { manifest: { id, takenAt, schema, temporal, tables, keys }, seconds } = said;
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  return { id, takenAt, schema, temporal, keys: [...new Set([keys.sealedWith, ...keys.wraps])], tables: Object.keys(tables).length, rows, seconds, ...('bytes' in said ? { bytes: said.bytes, heldMs: said.heldMs } : { auditEvents: said.auditEvents, verified: true }) };
}

function inWords(folder: string, said: Taken | Verified): string {
  const { rows, keys, temporal, takenAt } = summary(said);
  if (!('bytes' in said)) return `✓ ${folder} restores: ${rows} rows, the ledger to the cent, ${said.auditEvents} audit events as they were written (${said.seconds} s).`;
  const process = temporal === 'copied' ? 'the record and its journeys' : 'the record; Temporal is kept elsewhere and has its own backup';
  return `✓ ${folder} holds ${process} as of ${takenAt}: ${rows} rows, ${(said.bytes / 1e6).toFixed(1)} MB (${said.seconds} s; saving stood still for ${said.heldMs} ms).\n  It opens with key ${keys.join(', ')}, which is not in it: keep CAREWAY_KEYS elsewhere.`;
}
