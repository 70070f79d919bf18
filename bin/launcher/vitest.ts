import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Totals } from './checks';
import { ROOT } from './home';
import { markOf } from './liveness';
import { type Session } from './session';
import { writeResultSummary } from './testResults';

/** Twice the cores of the smallest machine this runs on: tests wait for timers, pages and flushes half of their time. */
const WORKERS = 4;

/** What Vitest leaves behind of a run, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/** Runs Vitest with its ordinary reporter on this terminal and answers its totals. A file that could not run counts as one failure. */
export async function runVitest(session: Session, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Totals> {
  const results = session.home.file('vitest.json');
  rmSync(results, { force: true });
  const options = ['run', `--maxWorkers=${WORKERS}`, '--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ...options, ...args], {
    // stdout has the closing line alone. A log is no place for colours, which CI would switch on.
    cwd: ROOT, env: { ...process.env, ...(process.stderr.isTTY ? {} : { NO_COLOR: '1' }), ...environment, NODE_ENV: 'test' }, detached: true, stdio: ['ignore', process.stderr, 'inherit'],
  });
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  if (mark) session.supervisor.adopt('vitest', mark, child);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', resolve);
  });
  session.supervisor.disown('vitest');
  writeResultSummary(results, session.home.file('results.json'), new Date());
  return totalsOf(results, code ?? -1);
}

/** Reads Vitest's own count. No file, or an exit code its count does not explain, is a failure. */
export function totalsOf(results: string, code: number): Totals {
  if (!existsSync(results)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, success, testResults } = JSON.parse(readFileSync(results, 'utf8')) as Report;
  const failed = numFailedTests + testResults.filter(brokeOutsideTests).length;
  const unexplained = failed === 0 && (!success || code > 0) ? 1 : 0;
  return { passed: numPassedTests, failed: failed + unexplained };
}

/** A file that could not be loaded, or whose preparation failed: none of its tests did. */
function brokeOutsideTests({ status, assertionResults }: Report['testResults'][number]): boolean {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}
