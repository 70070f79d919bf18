import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { type Home } from './home';

const ROTATE_BYTES = 10 * 1024 * 1024;
const KEPT = 3;

/** The log of one process. */
export function logFile(home: Home, name: string): string {
  return `${home.logs}/${name}.log`;
}

/** Moves a log that has grown past 10 MiB aside, keeping three old ones. Called when a process starts. */
export function rotateLog(file: string, limit = ROTATE_BYTES): void {
  if (!existsSync(file) || statSync(file).size < limit) return;
  for (let number = KEPT - 1; number >= 1; number -= 1) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}

/** The last lines of a log that say something, for the sentence that reports a failure; at most 4 KiB are read. */
export function lastLines(file: string, from: number, count = 4): string {
  if (!existsSync(file)) return '';
  const size = statSync(file).size;
  const start = Math.max(from, size - 4096);
  if (start >= size) return '';
  const buffer = Buffer.alloc(size - start);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, start);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').split('\n').map((line) => line.trim()).filter(Boolean).slice(-count).join('\n  ');
}
