import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench [-- name …]`: the benchmarks of this folder, or those named, one after the other; each prints JSON lines. */
const SUFFIX = '.bench.ts';
const names = process.argv.slice(2);
const all = readdirSync(__dirname).filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length)).sort();
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}.\n`);
  process.exit(2);
}
let failed = 0;
for (const name of names.length > 0 ? names : all) {
  process.stderr.write(`${name}\n`);
  const { status } = spawnSync(process.execPath, ['--require', 'tsx/cjs', join(__dirname, name + SUFFIX)], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
