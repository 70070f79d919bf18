import { join } from 'node:path';
import { ROOT } from './home';
import { type Progress } from './progress';
import { run } from './run';

/** What every change must pass besides its tests. Each counts as one test in the closing line. */
const CHECKS = [
  { name: 'Types (tsc)', script: 'typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'Lint (eslint)', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'] },
  {
    name: 'House rules (dependency-cruiser)', script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.cjs', 'domain', 'workflows', 'activities', 'api', 'web', 'notifications', 'interop', 'db', 'keys', 'telemetry', 'bin'],
  },
] as const;

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the checks one after the other, printing what a failing one said. Starts no further one once `isEnding`. */
export async function runChecks(progress: Progress, isEnding: () => boolean): Promise<Totals> {
  let [passed, failed] = [0, 0];
  for (const { name, script, args } of CHECKS) {
    if (isEnding()) break;
    const outcome = await progress.step(name, () => run(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT }),
      ({ code }) => (code === 0 ? 'passed' : 'failed'), ({ code }) => code === 0);
    if (outcome.code === 0) passed += 1;
    else failed += 1;
    if (outcome.code !== 0) progress.line(`${outcome.stdout}${outcome.stderr}`.trimEnd());
  }
  return { passed, failed };
}
