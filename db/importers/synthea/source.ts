import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ImportFailure } from '../failure';

/** One file of an export. `bytes` is its size as stored (packed, when it is packed). */
export interface SourceFile {
  /** Where it stands in the export: "csv/patients.csv". */
  readonly path: string;
  readonly bytes: number;
  /** Its bytes, unpacked. Each call reads it from the start. */
  read(onBytes?: (count: number) => void): AsyncIterable<Uint8Array>;
}

/** How far below the given folder an export is looked for: Synthea makes "output/csv/<run>/". */
const DEEPEST = 5;
const CSV = /\.csv(\.gz)?$/i;

/** "patients" for "x/Patients.csv.gz"; null for what is no CSV. */
export function nameOf(path: string): string | null {
  const name = basename(path);
  return CSV.test(name) ? name.replace(CSV, '').toLowerCase() : null;
}

/**
 * Every file of a folder or a tar archive (packed with gzip or not). Nothing is unpacked to disk, so no patient's data is
 * left lying about: an archive is read again for each of its large files, as they stand in another order than they are
 * needed in. Throws ImportFailure when there is nothing to read.
 */
export async function openSource(path: string): Promise<SourceFile[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new ImportFailure(`There is no ${path}: give the folder or the .tar.gz that Synthea's CSV files are in.`);
  if (found.isDirectory()) return folderFiles(path);
  const kind = await archiveKind(path);
  if (!kind) throw new ImportFailure(`${path} is neither a folder nor a .tar.gz: give the folder that Synthea's CSV files are in, or an archive of it.`);
  return archiveFiles(path, kind);
}

async function folderFiles(root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) await walk(path, depth + 1);
      else if (entry.isFile()) {
        const shown = relative(root, path).split(sep).join('/');
        files.push({ path: shown, bytes: (await stat(path)).size, read: (onBytes) => unpacked(createReadStream(path, { highWaterMark: 256 * 1024 }), shown, onBytes) });
      }
    }
  };
  await walk(root, 0).catch((error: unknown) => { throw unreadable(root, error); });
  return files;
}

type ArchiveKind = 'gzip' | 'tar';

async function archiveKind(path: string): Promise<ArchiveKind | null> {
  const file = await open(path).catch((error: unknown) => { throw unreadable(path, error); });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(265), 0, 265, 0);
    if (bytesRead > 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip';
    return buffer.subarray(257, 262).toString('latin1') === 'ustar' ? 'tar' : null;
  } finally {
    await file.close();
  }
}

/** Files of an archive up to this size are kept in memory when they are first seen, so long as all of them stay below the second number. */
const [HELD_FILE, HELD_ALL] = [4 * 1024 * 1024, 16 * 1024 * 1024];

async function archiveFiles(path: string, kind: ArchiveKind): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  let room = HELD_ALL;
  for await (const entry of entriesOf(path, kind)) {
    const { name, size = 0, type } = entry.header;
    const shown = name.replace(/^(\.?\/)+/, '');
    const isFile = type === 'file' || type === 'contiguous-file';
    if (isFile && size <= Math.min(HELD_FILE, room)) {
      room -= size;
      const chunks = await held(entry, path);
      files.push({ path: shown, bytes: size, read: (onBytes) => unpacked(Readable.from(chunks), shown, onBytes) });
      continue;
    }
    if (isFile) files.push({ path: shown, bytes: size, read: (onBytes) => entryBytes(path, kind, name, onBytes) });
    entry.resume();
  }
  return files;
}

async function held(entry: AsyncIterable<unknown>, path: string): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of entry) chunks.push(chunk as Buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
  return chunks;
}

async function* entryBytes(path: string, kind: ArchiveKind, name: string, onBytes?: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const entry of entriesOf(path, kind)) {
    if (entry.header.name === name) {
      yield* unpacked(entry as unknown as Readable, name, onBytes);
      return;
    }
    entry.resume();
  }
}

/** The entries of an archive, in order. Leaving the loop closes the archive; a damaged one is an ImportFailure. */
async function* entriesOf(path: string, kind: ArchiveKind) {
  const archive = extract();
  const flow = kind === 'gzip' ? pipeline(createReadStream(path), createGunzip(), archive) : pipeline(createReadStream(path), archive);
  let failure: unknown;
  flow.catch((error: unknown) => { failure = error; });
  try {
    for await (const entry of archive) yield entry;
  } catch (error) {
    throw unreadable(path, failure ?? error);
  } finally {
    archive.destroy();
  }
}

/** The bytes of a file, gunzipped when its name says so. `onBytes` counts them as stored. */
async function* unpacked(stored: Readable, path: string, onBytes: (count: number) => void = () => undefined): AsyncGenerator<Uint8Array> {
  stored.on('data', (chunk: Buffer) => onBytes(chunk.length));
  stored.pause();
  const gunzip = path.toLowerCase().endsWith('.gz') ? createGunzip() : undefined;
  if (gunzip) {
    stored.once('error', (error) => gunzip.destroy(error));
    stored.pipe(gunzip);
  }
  try {
    for await (const chunk of gunzip ?? stored) yield chunk as Uint8Array;
  } catch (error) {
    throw error instanceof ImportFailure ? error : unreadable(path, error);
  } finally {
    gunzip?.destroy();
  }
}

function unreadable(path: string, error: unknown): ImportFailure {
  if (error instanceof ImportFailure) return error;
  return new ImportFailure(`${path} cannot be read to its end (${error instanceof Error ? error.message : String(error)}): nothing of it was kept.`);
}

/** The folder of an export's files, by its patients.csv. Throws when there is none, or more than one. */
export function folderOf(files: readonly SourceFile[], path: string): string {
  const folders = [...new Set(files.filter((file) => nameOf(file.path) === 'patients').map((file) => dirname(file.path)))];
  const [folder] = folders;
  if (folder === undefined) throw new ImportFailure(`${path} has no patients.csv, so it is no CSV export of Synthea.`);
  if (folders.length > 1) throw new ImportFailure(`${path} has more than one export (${folders.join(', ')}): give one of them.`);
  return folder;
}
