import { cpSync, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unpackFiles } from './folders';
import { type CheckedBackup, FOLDERS_FILE, TEMPORAL_FILE } from './manifest';
import { openFile } from './sealedFile';

/** Write the files of a backup below `into`: `audit/`, `exchange/`, `home/`. */
export async function unpackFolders({ folder, key }: CheckedBackup, into: string): Promise<void> {
  await unpackFiles(unzipped(join(folder, FOLDERS_FILE), key), into);
}

/** Write Temporal's database of a backup to a file. */
export async function unpackTemporal({ folder, key }: CheckedBackup, file: string): Promise<void> {
  await pipeline(unzipped(join(folder, TEMPORAL_FILE), key), createWriteStream(file, { mode: 0o600 }));
}

function unzipped(path: string, key: Buffer): Readable {
  const source = Readable.from(openFile(path, key));
  const unzip = createGunzip();
  source.once('error', (error) => unzip.destroy(error));
  return source.pipe(unzip);
}

/** Put a restored folder where it belongs. What lay there is kept beside it: an audit trail that was replaced is evidence. */
export function putFolder(from: string, to: string, stamp: string): void {
  if (existsSync(to) && readdirSync(to).length > 0) renameSync(to, `${to}.before-${stamp}`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

/** Put a restored database file of SQLite in place, without the logs that belong to the one before. */
export function putTemporal(from: string, to: string, stamp: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  if (existsSync(to)) renameSync(to, `${to}.before-${stamp}`);
  for (const log of ['-wal', '-shm', '-journal']) rmSync(`${to}${log}`, { force: true });
  renameSync(from, to);
}
