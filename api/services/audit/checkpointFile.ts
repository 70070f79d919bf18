import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckpointLine } from './checkpoint';

/** Many times the length of a line. */
const END_BYTES = 64 * 1024;
const NAME = /^checkpoints-\d{4}-\d{2}\.jsonl$/;

/** The checkpoint files of a folder, oldest first: one a month, so that old ones can be moved to where nobody writes. */
export function checkpointFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)).sort().map((name) => join(folder, name)) : [];
}

/** The whole lines of a file. A last line without its end was torn by a crash and counts for nothing. */
export function linesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').slice(0, -1);
}

/** The newest line of a folder; null when it holds none. */
export function newestLine(folder: string): string | null {
  for (const file of checkpointFiles(folder).reverse()) {
    const end = endOf(file);
    const newest = end.slice(0, end.lastIndexOf('\n') + 1).split('\n').filter(Boolean).pop();
    if (newest) return newest;
  }
  return null;
}

/** Append a line to the month's file and wait until it is on the disk. The folder is made when it is missing. */
export function appendLine(folder: string, at: string, line: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `checkpoints-${at.slice(0, 7)}.jsonl`);
  const end = existsSync(file) ? endOf(file) : '';
  const isTorn = end !== '' && !end.endsWith('\n');
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, `${isTorn ? '\n' : ''}${line}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The last lines of a file: it grows for a month and is asked for its end every minute. */
function endOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, END_BYTES));
    readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

/** When the newest checkpoint was written, and the alarm that stands after it, for the administrator's page. Signatures are the verifier's affair. */
export function readCheckpointState(folder: string): { at: string | null; problem: string | null } {
  try {
    const newest = newestLine(folder);
    if (!newest) return { at: null, problem: null };
    const line = JSON.parse(newest) as CheckpointLine;
    return { at: line.at, problem: line.kind === 'alarm' ? line.problem : null };
  } catch {
    return { at: null, problem: 'The newest checkpoint cannot be read.' };
  }
}
