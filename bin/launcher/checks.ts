import { join } from 'node:path';
import { ROOT } from './home';
import { type Progress } from './progress';
import { run } from './run';

interface Check {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** What every change must pass besides its tests, in two lanes that run side by side. Each counts as one test in the closing line. */
const LANES: readonly (readonly Check[])[] = [
  [{ name: 'Types (tsc)', script: 'typescript-native/bin/tsc', args: ['--noEmit', '--checkers', '1'] }],
  [
    { name: 'Lint (eslint)', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'] },
    {
      name: 'House rules (dependency-cruiser)', script: 'dependency-cruiser/bin/dependency-cruise.mjs',
      args: ['--config', '.dependency-cruiser.cjs', 'domain', 'workflows', 'activities', 'api', 'web', 'notifications', 'interop', 'db', 'keys', 'telemetry', 'bin'],
    },
  ],
];

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the checks, printing what a failing one said. Starts no further one once `isEnding`. */
export async function runChecks(progress: Progress, isEnding: () => boolean): Promise<Totals> {
  const totals = await Promise.all(LANES.map((checks) => runLane(checks, progress, isEnding)));
  return totals.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), { passed: 0, failed: 0 });
}

async function runLane(checks: readonly Check[], progress: Progress, isEnding: () => boolean): Promise<Totals> {
  let [passed, failed] = [0, 0];
  for (const { name, script, args } of checks) {
    if (isEnding()) break;
    const outcome = await progress.step(name, () => run(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT }),
      ({ code }) => (code === 0 ? 'passed' : 'failed'), ({ code }) => code === 0);
    if (outcome.code === 0) passed += 1;
    else failed += 1;
    if (outcome.code !== 0) progress.line(`${outcome.stdout}${outcome.stderr}`.trimEnd());
  }
  return { passed, failed };
}
