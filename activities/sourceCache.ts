import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Changes with any source of these rooms and with the packages: the name of what is made of them. */
export function hashOfSources(rooms: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const room of rooms) addFolder(join(ROOT, room), hash);
  return hash.digest('hex').slice(0, 16);
}

function addFolder(folder: string, hash: Hash): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(path, hash);
    else if (entry.name.endsWith('.ts')) hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  }
}

/** Remove what was made of sources a week ago or longer. */
export function forgetOld(folder: string, named: RegExp): void {
  for (const name of readdirSync(folder).filter((one) => named.test(one))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
