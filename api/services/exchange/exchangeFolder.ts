import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

export const EXCHANGE_PLACES = ['outbound', 'inbound', 'processed', 'failed'] as const;
export type ExchangePlace = (typeof EXCHANGE_PLACES)[number];

/** What others write under until it is whole: not looked at. */
const UNFINISHED = /^\.|\.(tmp|part|partial|filepart|crdownload)$/i;

/** Whether somebody is still writing this. */
export function isUnfinished(name: string): boolean {
  return UNFINISHED.test(name);
}

/** An exchange folder: claims go out through `outbound/`, answers come in through `inbound/` and are kept in `processed/` or `failed/`. */
export class ExchangeFolder {
  constructor(readonly path: string) {}

  /** Make what is missing of it; nobody else of the machine may read it. */
  prepare(): this {
    for (const place of EXCHANGE_PLACES) mkdirSync(join(this.path, place), { recursive: true, mode: 0o700 });
    return this;
  }

  /** Put a file into `outbound/`, whole from the moment it is seen, and there after a power cut. The same name is the same file. */
  async send(name: string, content: string): Promise<void> {
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
    const found = readdirSync(join(this.path, 'inbound')).filter((name) => !isUnfinished(name)).map((name) => ({ name, changed: lstatSync(this.at('inbound', name)).mtimeMs }));
    return found.filter(({ changed }) => now - changed >= settledMs).sort((a, b) => a.changed - b.changed || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
  }

  at(place: ExchangePlace, name: string): string {
    return join(this.path, place, name);
  }

  /** A link or a folder among the files is nobody's answer. */
  isFile(name: string): boolean {
    return lstatSync(this.at('inbound', name)).isFile();
  }

  /** Take a file out of `inbound/`, with a file beside it that says why, when there is something to say. */
  keep(place: 'processed' | 'failed', name: string, reason: string | null): void {
    const kept = this.freeName(place, name);
    if (reason !== null) writeFileSync(this.at(place, `${kept}.reason.txt`), `${reason}\n`, { mode: 0o600 });
    renameSync(this.at('inbound', name), this.at(place, kept));
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
