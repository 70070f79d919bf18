import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Totals } from './checks';
import { ROOT } from './home';
import { markOf } from './liveness';
import { type Session } from './session';
import { writeResultSummary } from './testResults';

/** Jest ends by itself unless a test left something open; after this long with its results written it is ended. */
const LINGER_MS = 30_000;
/** Twice the cores of the smallest machine this runs on: tests wait for timers, pages and flushes half of their time. */
const WORKERS = 4;

/** Runs jest with its ordinary reporter on this terminal and answers its totals. A suite that could not run counts as one failure. */
export async function runJest(session: Session, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Totals> {
  const results = session.home.file('jest.json');
  rmSync(results, { force: true });
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), `--maxWorkers=${WORKERS}`, ...args, '--json', `--outputFile=${results}`], {
    // stdout would carry jest's JSON notice; its reporter writes to stderr.
    cwd: ROOT, env: { ...process.env, ...environment, NODE_ENV: 'test' }, detached: true, stdio: ['ignore', 'ignore', 'inherit'],
  });
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  if (mark) session.supervisor.adopt('jest', mark, child);
  const lingering = endLingering(session, results, () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', resolve);
  });
  clearInterval(lingering);
  session.supervisor.disown('jest');
  writeResultSummary(results, session.home.file('results.json'), new Date());
  return totalsOf(results, code ?? -1);
}

function endLingering(session: Session, results: string, end: () => void): NodeJS.Timeout {
  let since: number | undefined;
  return setInterval(() => {
    if (!existsSync(results)) return;
    since ??= Date.now();
    if (Date.now() - since < LINGER_MS) return;
    session.progress.line('! jest had its results but did not end: a test has left something open (run it alone with --detectOpenHandles)');
    since = Infinity;
    end();
  }, 1000);
}

/** Reads jest's own count. No file, or an exit code its count does not explain, is a failure. */
export function totalsOf(results: string, code: number): Totals {
  if (!existsSync(results)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(results, 'utf8')) as { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number; success: boolean };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const unexplained = failed === 0 && (!report.success || code > 0) ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + unexplained };
}
