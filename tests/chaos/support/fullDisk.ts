import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** No trial fills a disk that others live on. */
const LARGEST_BYTES = 8 * 1024 ** 3;
const PIECES = [1024 * 1024, 4096, 1];
const AGAIN_MS = 500;

/** The home of the trial's servers, when it lies on a small file system of its own. */
export function smallDisk(): string | null {
  const home = process.env['CAREWAY_HOME'];
  if (!home) return null;
  const { blocks, bsize } = statfsSync(home);
  return statSync(home).dev !== statSync(__dirname).dev && blocks * bsize <= LARGEST_BYTES ? home : null;
}

/** Not one byte more fits on it for so long; then there is room again. Whatever is freed meanwhile is taken too. */
export async function fillDisk(home: string, lastsMs: number): Promise<void> {
  const file = join(home, 'ballast');
  const handle = openSync(file, 'w');
  try {
    for (const until = Date.now() + lastsMs; Date.now() < until; await pause(AGAIN_MS)) for (const bytes of PIECES) writeUntilFull(handle, Buffer.alloc(bytes, 1));
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

function writeUntilFull(handle: number, piece: Buffer): void {
  try {
    for (;;) writeSync(handle, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
