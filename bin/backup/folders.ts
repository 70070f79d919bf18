import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { BackupRefused } from './refusal';

/** Files beside the record by their names in the backup: the content of what may change or move, the place of what stays as it is. */
export type KeptFiles = Map<string, Buffer | { readonly path: string }>;

/** Keep all files below a folder as `name/…`, read now or when they are packed. One that moves away meanwhile is found where it went, which is looked at later. */
export function keepFolder(kept: KeptFiles, name: string, folder: string, when: 'now' | 'later'): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) keepFolder(kept, `${name}/${entry.name}`, path, when);
    else if (!entry.isFile()) continue;
    else if (when === 'later') kept.set(`${name}/${entry.name}`, { path });
    else keepFile(kept, `${name}/${entry.name}`, path);
  }
}

/** Read one file, when it is there. */
export function keepFile(kept: KeptFiles, name: string, path: string): void {
  const content = contentOf({ path });
  if (content) kept.set(name, content);
}

function contentOf(file: Buffer | { readonly path: string }): Buffer | null {
  if (Buffer.isBuffer(file)) return file;
  try {
    return readFileSync(file.path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The files as one stream (tar). */
export function packFiles(kept: KeptFiles): Readable {
  const tar = pack();
  const add = async () => {
    for (const [name, file] of kept) {
      const content = contentOf(file);
      if (content) await new Promise<void>((resolve, reject) => tar.entry({ name, mode: 0o600 }, content, (error) => (error ? reject(error) : resolve())));
    }
    tar.finalize();
  };
  void add().catch((error: Error) => tar.destroy(error));
  return Readable.from(tar);
}

/** Write the files of a stream made by `packFiles` below a folder, which is made. */
export async function unpackFiles(source: AsyncIterable<Buffer>, into: string): Promise<void> {
  const tar = extract();
  Readable.from(source).on('error', (error) => tar.destroy(error)).pipe(tar);
  for await (const entry of tar) {
    const path = resolve(into, entry.header.name);
    if (!path.startsWith(resolve(into) + sep)) throw new BackupRefused('A file of this backup names a place outside its folder.');
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, Buffer.concat(pieces), { mode: 0o600 });
  }
}

/** True when a folder is there and holds anything. */
export function holdsFiles(folder: string | undefined): boolean {
  return folder !== undefined && entriesOf(folder).some((entry) => entry.isFile() || holdsFiles(join(folder, entry.name)));
}

/** Bytes of all files in a folder. */
export function sizeOf(folder: string): number {
  return entriesOf(folder).reduce((sum, entry) => sum + (entry.isFile() ? statSync(join(folder, entry.name)).size : 0), 0);
}
