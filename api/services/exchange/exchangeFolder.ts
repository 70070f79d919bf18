import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

export const EXCHANGE_PLACES = ['outbound', 'inbound', 'processed', 'failed'] as const;
export type ExchangePlace = (typeof EXCHANGE_PLACES)[number];

/** What others write under until it is whole: not looked at. */
const UNFINISHED = /^\.|\.(tmp|part|partial|filepart|crdownload)$/i;

/** A SHA-256 of a file, in a file beside it, as `sha256sum` writes and reads it (45 CFR 170.315(d)(8)). */
const DIGEST = '.sha256';

/** Whether somebody is still writing this. */
export function isUnfinished(name: string): boolean {
  return UNFINISHED.test(name);
}

/** An exchange folder: claims go out through `outbound/`, answers come in through `inbound/` and are kept in `processed/` or `failed/`. */
export class ExchangeFolder {
  /** `writesDigests`: each file that goes out has its digest beside it, there before the file is. One that comes with a digest is compared with it in any case. */
  constructor(readonly path: string, private readonly writesDigests = false) {}

  /** Make what is missing of it; nobody else of the machine may read it. */
  prepare(): this {
    for (const place of EXCHANGE_PLACES) mkdirSync(join(this.path, place), { recursive: true, mode: 0o700 });
    return this;
  }

  /** Put a file into `outbound/`, whole from the moment it is seen, and there after a power cut. The same name is the same file. */
  async send(name: string, content: string): Promise<void> {
    if (this.writesDigests) await this.put(name + DIGEST, `${createHash('sha256').update(content, 'latin1').digest('hex')}  ${name}\n`);
    await this.put(name, content);
  }

  private async put(name: string, content: string): Promise<void> {
    const draft = join(this.path, 'outbound', `.${name}.${process.pid}`);
    try {
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(content, 'latin1');
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(this.path, 'outbound', name));
    } catch (error) {
      await rm(draft, { force: true }); // on a full disk half a file would take the room the next try needs
      throw error;
    }
  }

  /** Files that have lain in `inbound/` unchanged for this long, oldest first. */
  waiting(settledMs: number, now = Date.now()): string[] {
    const found = readdirSync(join(this.path, 'inbound')).filter((name) => !isUnfinished(name) && !name.endsWith(DIGEST)).map((name) => ({ name, changed: lstatSync(this.at('inbound', name)).mtimeMs }));
    return found.filter(({ changed }) => now - changed >= settledMs).sort((a, b) => a.changed - b.changed || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
  }

  at(place: ExchangePlace, name: string): string {
    return join(this.path, place, name);
  }

  /** A link or a folder among the files is nobody's answer. */
  isFile(name: string): boolean {
    return lstatSync(this.at('inbound', name)).isFile();
  }

  /** Is a file that came the one that was sent? True too where no digest came with it: who sends says whether one does. */
  async fitsItsDigest(name: string): Promise<boolean> {
    const beside = this.at('inbound', name + DIGEST);
    if (!existsSync(beside) || !lstatSync(beside).isFile()) return true;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(this.at('inbound', name))) hash.update(chunk as Buffer);
    return readFileSync(beside, 'latin1').trim().split(/\s+/)[0]?.toLowerCase() === hash.digest('hex');
  }

  /** Take a file out of `inbound/`, with a file beside it that says why, when there is something to say. */
  keep(place: 'processed' | 'failed', name: string, reason: string | null): void {
    const kept = this.freeName(place, name);
    if (reason !== null) writeFileSync(this.at(place, `${kept}.reason.txt`), `${reason}\n`, { mode: 0o600 });
    renameSync(this.at('inbound', name), this.at(place, kept));
    if (existsSync(this.at('inbound', name + DIGEST))) renameSync(this.at('inbound', name + DIGEST), this.at(place, kept + DIGEST));
  }

  /** Keep a copy of a file from elsewhere that could not be taken in. */
  keepCopy(path: string, reason: string): string {
    const kept = this.freeName('failed', basename(path));
    writeFileSync(this.at('failed', `${kept}.reason.txt`), `${reason}\n`, { mode: 0o600 });
    copyFileSync(path, this.at('failed', kept));
    return this.at('failed', kept);
  }

  /** The name, or the first of its kind that is free: nothing that was kept is written over. */
  private freeName(place: ExchangePlace, name: string): string {
    for (let copy = 1; ; copy += 1) {
      const candidate = copy === 1 ? name : `${name}.${copy}`;
      if (!existsSync(this.at(place, candidate)) && !existsSync(this.at(place, `${candidate}.reason.txt`))) return candidate;
    }
  }
}
