import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { EXCHANGE_PLACES } from '../../api/services/exchange/exchangeFolder';
import { type KeyRing, sealBytes } from '../../keys/keyRing';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { connect, parseDatabaseUrl } from '../launcher/servers/database-address';
import { checkDatabase } from '../launcher/servers/database';
import { dumpDatabase } from './dump';
import { figuresOf } from './figures';
import { keepFile, keepFolder, type KeptFiles, packFiles, sizeOf } from './folders';
import { DATABASE_FILE, FOLDERS_FILE, FORMAT, type Manifest, MANIFEST, signManifest, TEMPORAL_FILE } from './manifest';
import { fixMoment } from './moment';
import { type Places } from './places';
import { type SealedFile, sealFile } from './sealedFile';
import { startTemporalCopier } from './temporalCopy';

/** What a backup came to. */
export interface Taken {
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly seconds: number;
  /** For how long nobody could save. */
  readonly heldMs: number;
}

/** Back a hospital up into a new folder while people work. The folder appears when everything in it is whole and on the disk. */
export async function takeBackup(places: Places, keys: KeyRing, folder: string, progress: (text: string) => void): Promise<Taken> {
  const started = performance.now();
  if (existsSync(folder)) throw new LaunchFailure(`${folder} is there already: give a backup a folder of its own, for instance one with today's date.`, EXIT.usage);
  if (places.temporalFile && !existsSync(places.temporalFile)) throw new LaunchFailure(`There is no file ${places.temporalFile}, which should be Temporal's database.`, EXIT.usage);
  const server = await checkDatabase(places.ownerUrl, 'DATABASE_ADMIN_URL');
  const draft = join(dirname(folder), `.${basename(folder)}.${process.pid}.unfinished`);
  const forget = () => rmSync(draft, { recursive: true, force: true });
  const interrupted = () => {
    forget();
    process.exit(EXIT.unreachable);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const [lock, snapshot] = await Promise.all([connect(places.ownerUrl), connect(places.ownerUrl)]);
  try {
    const id = randomUUID();
    const key = randomBytes(32);
    const { moment, files, counted } = await writeFiles({ places, draft, key, lock, snapshot, progress });
    const manifest: Manifest = {
      format: FORMAT, id, takenAt: moment.takenAt.toISOString(), schema: counted.schema, server, binlog: moment.binlog,
      temporal: places.temporalFile ? 'copied' : 'kept-elsewhere',
      keys: { sealedWith: keys.currentId, wraps: counted.wraps },
      dataKey: sealBytes(keys.keyFor('backup'), key, `backup-key/${id}`).toString('base64'),
      files, tables: counted.tables, ...counted.figures,
    };
    writeFileSync(join(draft, MANIFEST), signManifest(keys, manifest), { mode: 0o600, flush: true } as Parameters<typeof writeFileSync>[2]);
    syncFolder(draft);
    renameSync(draft, folder);
    syncFolder(dirname(folder));
    return { manifest, bytes: sizeOf(folder), seconds: secondsSince(started), heldMs: moment.heldMs };
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    lock.destroy();
    snapshot.destroy();
    forget();
  }
}

interface Writing {
  readonly places: Places;
  readonly draft: string;
  readonly key: Buffer;
  readonly lock: Connection;
  readonly snapshot: Connection;
  readonly progress: (text: string) => void;
}

async function writeFiles({ places, draft, key, lock, snapshot, progress }: Writing) {
  const kept = keepBefore(places);
  const plain = join(draft, 'temporal.db');
  const temporal = places.temporalFile ? await startTemporalCopier(places.temporalFile, plain) : null;
  try {
    const moment = await fixMoment(lock, snapshot, temporal);
    progress(`fixed the moment ${moment.takenAt.toISOString()} (nothing could be saved for ${moment.heldMs} ms)`);
    keepAfter(places, kept);
    const files: SealedFile[] = [];
    const tables: Record<string, number> = {};
    const seal = async (name: string, source: Readable) => {
      progress(`writing ${name}`);
      files.push(await sealFile(source, join(draft, name), key));
    };
    if (temporal) {
      await temporal.copy();
      await seal(TEMPORAL_FILE, zipped(createReadStream(plain)));
      rmSync(plain);
    }
    await seal(FOLDERS_FILE, zipped(packFiles(kept)));
    const { name } = parseDatabaseUrl(places.ownerUrl, 'DATABASE_ADMIN_URL');
    await seal(DATABASE_FILE, zipped(Readable.from(dumpDatabase(snapshot, name, (table, rows) => { tables[table] = rows; }))));
    return { moment, files, counted: { tables, figures: await figuresOf(snapshot), ...(await describe(snapshot)) } };
  } finally {
    temporal?.release();
  }
}

/**
 * What must not be newer than the record: a checkpoint of later events would say that events are missing, and an answer that was
 * already put away would never be taken in. A file that comes twice is known by its content.
 */
function keepBefore({ auditFolder, exchangeFolder, homeFiles }: Places): KeptFiles {
  const kept: KeptFiles = new Map();
  for (const { name, path } of homeFiles) keepFile(kept, `home/${name}`, path);
  if (auditFolder) keepFolder(kept, 'audit', auditFolder, 'now');
  // In the order in which a file moves on.
  if (exchangeFolder) for (const place of EXCHANGE_PLACES.filter((one) => one !== 'outbound')) keepFolder(kept, `exchange/${place}`, join(exchangeFolder, place), place === 'inbound' ? 'now' : 'later');
  return kept;
}

/** What must not be older than the record: a file that the record believes sent. */
function keepAfter({ exchangeFolder }: Places, kept: KeptFiles): void {
  if (exchangeFolder) keepFolder(kept, 'exchange/outbound', join(exchangeFolder, 'outbound'), 'now');
}

function zipped(source: Readable): Readable {
  const zip = createGzip({ level: 1 });
  source.once('error', (error) => zip.destroy(error));
  return source.pipe(zip);
}

async function describe(snapshot: Connection): Promise<{ schema: string; wraps: string[] }> {
  const [[newest]] = await snapshot.query<RowDataPacket[]>('SELECT name FROM schema_migrations ORDER BY name DESC LIMIT 1');
  const [wraps] = await snapshot.query<RowDataPacket[]>('SELECT DISTINCT master_key_id AS id FROM data_keys ORDER BY 1');
  return { schema: String(newest?.['name']), wraps: wraps.map((row) => String(row['id'])) };
}

/** So that a name that was given survives a power cut. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

export function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
