import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of programs that `npm run` runs by name: benchmarks, trials of chaos. */
export interface ProgramFolder {
  readonly folder: string;
  /** What the file of a program ends with, after its name. */
  readonly suffix: string;
  /** What one of them is called. */
  readonly noun: string;
}

/** Run those that the command line names, else all, one after the other, and exit: 0 all passed, 1 one failed, 2 there is none of that name. Each prints JSON lines of its own. */
export function runPrograms({ folder, suffix, noun }: ProgramFolder): never {
  const asked = process.argv.slice(2);
  const all = readdirSync(folder).filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length)).sort();
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no ${noun} ${unknown.join(', ')}. There are: ${all.join(', ')}.\n`);
    process.exit(2);
  }
  const names = asked.length > 0 ? asked : all;
  const failed = names.filter((name) => {
    process.stderr.write(`${name}\n`);
    return spawnSync(process.execPath, ['--require', 'tsx/cjs', join(folder, name + suffix)], { stdio: 'inherit' }).status !== 0;
  });
  process.stdout.write(`${JSON.stringify({ ran: names.length, failed })}\n`);
  process.exit(failed.length === 0 ? 0 : 1);
}
