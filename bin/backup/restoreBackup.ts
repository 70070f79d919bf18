import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RowDataPacket } from 'mysql2/promise';
import { type KeyRing } from '../../keys/keyRing';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { answersHttp } from '../launcher/http';
import { connect, parseDatabaseUrl } from '../launcher/servers/database-address';
import { grantApplication } from '../launcher/tasks/grants';
import { countRows } from './figures';
import { holdsFiles } from './folders';
import { checkTrail, compareLoaded, loadBeside } from './loadBeside';
import { type CheckedBackup, type Manifest } from './manifest';
import { type Places } from './places';
import { refuseOtherServer } from './refusal';
import { replayOf } from './replay';
import { resendCommands } from './resend';
import { putFolder, putTemporal, unpackFolders, unpackTemporal } from './restoreFolders';
import { swapDatabase, tablesOf } from './swapDatabase';
import { secondsSince } from './takeBackup';

export interface RestoreOptions {
  /** What is there may be lost. */
  readonly replace: boolean;
  /** Replay the binary log up to here. */
  readonly until: Date | null;
  /** Folder of the binary logs, when `until` is given. */
  readonly binaryLogs: string | null;
  /** Temporal knows of nothing that was delivered after this. */
  readonly resendSince: Date | null;
}

/** What a restore came to. */
export interface Restored {
  readonly manifest: Manifest;
  readonly auditEvents: number;
  readonly rows: number;
  /** Commands that Temporal gets again. */
  readonly resent: number;
  readonly seconds: number;
}

/**
 * Restore a backup that was read and found whole. Everything is loaded and compared beside what is there; only then is anything replaced.
 * Throws LaunchFailure before that when it may not be done.
 */
export async function restoreBackup(places: Places, keys: KeyRing, backup: CheckedBackup, options: RestoreOptions, progress: (text: string) => void): Promise<Restored> {
  const started = performance.now();
  await refuseOtherServer(places.ownerUrl, backup.manifest);
  await refuseRunning(places);
  if (!options.replace) await refuseFilled(places);
  if (backup.manifest.temporal === 'copied' && !places.temporalFile) throw new LaunchFailure('The backup holds a private Temporal and this hospital uses another one: name the file of a development server with --temporal-file.', EXIT.usage);
  const replay = options.until ? replayOf(backup.manifest, options.binaryLogs, options.until) : null;
  const staging = mkdtempSync(join(tmpdir(), 'careway-restore-'));
  const loaded = await loadBeside(places.ownerUrl, backup, progress);
  const temporal = `${places.temporalFile ?? join(staging, 'none')}.restored`;
  try {
    progress('comparing it with what the backup says of itself');
    await compareLoaded(loaded, backup.manifest);
    if (replay) {
      progress(`replaying ${replay.files.length} binary logs`);
      await replay.into(places.ownerUrl, loaded.name);
    }
    const since = options.resendSince ?? (replay ? new Date(backup.manifest.takenAt) : null);
    const resent = since ? await resendCommands(loaded.connection, since) : 0;
    await unpackFolders(backup, staging);
    const auditEvents = await checkTrail(loaded, keys, join(staging, 'audit'));
    if (backup.manifest.temporal === 'copied') {
      mkdirSync(dirname(temporal), { recursive: true, mode: 0o700 });
      await unpackTemporal(backup, temporal);
    }
    const rows = Object.values(await countRows(loaded.connection, Object.keys(backup.manifest.tables))).reduce((sum, count) => sum + count, 0);
    progress('putting it in place');
    await swapDatabase(places.ownerUrl, loaded);
    await grantApplication(places.ownerUrl, places.applicationUrl);
    putFiles(places, staging, temporal);
    return { manifest: backup.manifest, auditEvents, rows, resent, seconds: secondsSince(started) };
  } finally {
    await loaded.drop();
    rmSync(temporal, { force: true });
    rmSync(staging, { recursive: true, force: true });
  }
}

function putFiles(places: Places, staging: string, temporal: string): void {
  const stamp = new Date().toISOString().slice(0, 19).replace(/\D/g, '');
  if (places.temporalFile && existsSync(temporal)) putTemporal(temporal, places.temporalFile, stamp);
  if (places.auditFolder) putFolder(join(staging, 'audit'), places.auditFolder, stamp);
  if (places.exchangeFolder) putFolder(join(staging, 'exchange'), places.exchangeFolder, stamp);
  for (const { name, path } of places.homeFiles) if (existsSync(join(staging, 'home', name))) cpSync(join(staging, 'home', name), path);
}

/** A hospital at work would go on writing into what is replaced under it. */
async function refuseRunning({ ownerUrl, applicationUrl }: Places): Promise<void> {
  const api = process.env['CAREWAY_API_URL'];
  if (api && (await answersHttp(`${api}/health`))) throw new LaunchFailure(`The hospital at ${api} is running: stop it first.`, EXIT.usage);
  const { name } = parseDatabaseUrl(applicationUrl, 'DATABASE_URL');
  const connection = await connect(ownerUrl);
  try {
    const [others] = await connection.query<RowDataPacket[]>("SELECT ID FROM information_schema.processlist WHERE DB = ? AND ID <> CONNECTION_ID() AND COMMAND <> 'Killed'", [name]);
    if (others.length > 0) throw new LaunchFailure(`${others.length} connections use the database ${name}: stop the hospital, and whatever else reads it, first.`, EXIT.usage);
  } finally {
    await connection.end();
  }
}

async function refuseFilled(places: Places): Promise<void> {
  const { name } = parseDatabaseUrl(places.ownerUrl, 'DATABASE_ADMIN_URL');
  const connection = await connect(places.ownerUrl);
  const tables = await tablesOf(connection, name);
  await connection.end();
  const filled = [
    ...(tables.length > 0 ? [`the database ${name} has ${tables.length} tables`] : []),
    ...(places.temporalFile && existsSync(places.temporalFile) && statSync(places.temporalFile).size > 0 ? ['Temporal has its journeys'] : []),
    ...[places.auditFolder, places.exchangeFolder].flatMap((folder) => (folder && holdsFiles(folder) ? [`${folder} has files`] : [])),
  ];
  if (filled.length > 0) throw new LaunchFailure(`There is a hospital already (${filled.join(', ')}): --replace puts the backup in its place, and its record is lost.`, EXIT.usage);
}
