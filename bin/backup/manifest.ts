import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type KeyRing, keyedHash, openBytes } from '../../keys/keyRing';
import { BackupRefused } from './refusal';
import { openFile } from './sealedFile';

export const FORMAT = 1;
export const MANIFEST = 'manifest.json';
export const DATABASE_FILE = 'database.sealed';
export const TEMPORAL_FILE = 'temporal.sealed';
export const FOLDERS_FILE = 'folders.sealed';

const count = z.number().int().nonnegative();
const figures = z.object({
  /** Rows by table. */
  tables: z.record(z.string(), count),
  ledger: z.object({ entries: count, debitCents: z.string(), sumCents: z.string() }),
  auditHeads: z.array(z.object({ chain: z.number().int(), sequence: count, head: z.string() })),
});
const manifest = figures.extend({
  format: z.literal(FORMAT),
  id: z.uuid(),
  takenAt: z.iso.datetime(),
  /** The newest migration the record has had. */
  schema: z.string(),
  server: z.object({ kind: z.enum(['mysql', 'mariadb']), version: z.string() }),
  /** Where the server's binary log stood; null when it keeps none. */
  binlog: z.object({ file: z.string(), position: count }).nullable(),
  temporal: z.enum(['copied', 'kept-elsewhere']),
  keys: z.object({ sealedWith: z.string(), wraps: z.array(z.string()) }),
  /** The files' key, sealed under the master key `sealedWith`. */
  dataKey: z.base64(),
  files: z.array(z.object({ name: z.string().regex(/^[a-z]+\.sealed$/), bytes: count, sha256: z.string().length(64) })),
});

/** What can be counted of a record, and must be the same after it was restored. */
export type Figures = z.infer<typeof figures>;
/** What a backup says of itself. No patient data: counts, sums, hashes, times, names of tables and keys. */
export type Manifest = z.infer<typeof manifest>;

/** A backup whose every byte was found to be as written, and the key to its files. */
export interface CheckedBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly key: Buffer;
}

/** The manifest as it is written: with a keyed hash of all of it. */
export function signManifest(keys: KeyRing, unsigned: Manifest): string {
  return `${JSON.stringify({ ...unsigned, proof: proofOf(keys, unsigned).toString('hex') }, null, 2)}\n`;
}

/** Read a backup's manifest, then every byte of its files. Throws BackupRefused; reads only. */
export async function checkBackup(folder: string, keys: KeyRing, onFile: (name: string) => void = () => undefined): Promise<CheckedBackup> {
  const said = readManifest(folder, keys);
  const key = openBytes(keys.keyFor('backup', said.keys.sealedWith), Buffer.from(said.dataKey, 'base64'), `backup-key/${said.id}`);
  for (const file of said.files) {
    onFile(file.name);
    const path = join(folder, file.name);
    if (!existsSync(path)) throw new BackupRefused(`${file.name} is missing from ${folder}.`);
    // The pieces first: they say where a file was changed. The checksum ends all doubt about the rest.
    for await (const piece of openFile(path, key)) void piece;
    if ((await sha256Of(path)) !== file.sha256) throw new BackupRefused(`${file.name} is not the file of this backup.`);
  }
  return { folder, manifest: said, key };
}

function readManifest(folder: string, keys: KeyRing): Manifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new BackupRefused(`There is no backup in ${folder}: it has no ${MANIFEST}.`);
  const written = parse(readFileSync(path, 'utf8'));
  const { format } = written;
  if (format !== FORMAT) throw new BackupRefused(`The backup has format ${String(format).slice(0, 20)} and this Careway reads ${FORMAT}: use the Careway that made it.`);
  const { proof, ...unsigned } = written;
  const read = manifest.safeParse(unsigned);
  if (!read.success) throw new BackupRefused(`${MANIFEST} was changed: ${read.error.issues[0]?.path.join('.') ?? 'it'} cannot be read.`);
  for (const id of new Set([read.data.keys.sealedWith, ...read.data.keys.wraps])) {
    if (!keys.ids.includes(id)) throw new BackupRefused(`The backup needs key ${id}, which CAREWAY_KEYS does not have. Keys are never in a backup: bring it from where you keep them.`);
  }
  const expected = proofOf(keys, unsigned as Manifest);
  const given = Buffer.from(typeof proof === 'string' ? proof : '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new BackupRefused(`${MANIFEST} was changed, or key ${read.data.keys.sealedWith} in CAREWAY_KEYS is another key of that name.`);
  return read.data;
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new BackupRefused(`${MANIFEST} cannot be read: it was changed or cut short.`);
  }
}

/** Over the properties in the order they were written in; a changed order is a change. */
function proofOf(keys: KeyRing, unsigned: Manifest): Buffer {
  return keyedHash(keys.keyFor('backup-manifest', unsigned.keys.sealedWith), JSON.stringify(unsigned));
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
