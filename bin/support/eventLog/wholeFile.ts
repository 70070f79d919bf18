import { closeSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { EXIT, LaunchFailure } from '../../launcher/failure';

/**
 * A file that is there whole or not at all: written beside its place under a name of its own, then given its name in one step. What an
 * interrupted run has left is cleared away by the next one.
 */
export class WholeFile {
  private readonly path: string;
  private readonly draft: string;
  private readonly handle: number;
  private isOver = false;

  /** Refuses a file that is there already, unless `force`. */
  constructor(path: string, private readonly force: boolean) {
    this.path = resolve(path);
    this.draft = `${this.path}.partial-${process.pid}`;
    if (existsSync(this.path)) this.refuseExisting();
    this.clearLeftovers();
    try {
      this.handle = openSync(this.draft, 'wx', 0o600);
    } catch (error) {
      throw new LaunchFailure(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}): is there such a folder, and may you write to it?`, EXIT.usage);
    }
  }

  write(text: string): void {
    this.writeBytes(Buffer.from(text));
  }

  writeBytes(bytes: Uint8Array): void {
    writeAll(this.handle, bytes);
  }

  /** Give the file its name. */
  publish(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
    this.isOver = true;
    try {
      if (this.force) renameSync(this.draft, this.path);
      else linkSync(this.draft, this.path); // fails when somebody was faster, where a rename would replace theirs
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      this.refuseExisting();
    } finally {
      rmSync(this.draft, { force: true });
    }
  }

  /** Leave nothing behind. Safe to call after `publish`. */
  abandon(): void {
    if (this.isOver) return;
    this.isOver = true;
    closeSync(this.handle);
    rmSync(this.draft, { force: true });
  }

  private refuseExisting(): void {
    if (statSync(this.path, { throwIfNoEntry: false })?.isDirectory()) throw new LaunchFailure(`${this.path} is a folder: name a file.`, EXIT.usage);
    if (!this.force) throw new LaunchFailure(`${this.path} is there already: name another file, or add --force to replace it.`, EXIT.usage);
  }

  private clearLeftovers(): void {
    const folder = dirname(this.path);
    if (!existsSync(folder)) return;
    const prefix = `${basename(this.path)}.partial-`;
    for (const name of readdirSync(folder)) if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length)))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const COPIED_AT_ONCE = 1 << 20;

/** Text that waits outside the memory until its turn comes, in a file that nobody else can open. */
export class WaitingText {
  private readonly handle: number;

  constructor() {
    const path = join(tmpdir(), `careway-waiting-${process.pid}`);
    this.handle = openSync(path, 'wx+', 0o600);
    rmSync(path);
  }

  write(text: string): void {
    writeAll(this.handle, Buffer.from(text));
  }

  moveTo(file: WholeFile): void {
    const buffer = Buffer.alloc(COPIED_AT_ONCE);
    for (let at = 0, read = 0; (read = readSync(this.handle, buffer, 0, buffer.length, at)) > 0; at += read) file.writeBytes(buffer.subarray(0, read));
    closeSync(this.handle);
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
}
