import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './home';

interface TestReport {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { readonly fullName: string; readonly title: string; readonly status: string }[] }[];
}

/** Leave behind what `careway compliance import-results` takes: every test that ran, with the commit it ran on. Tests that were skipped show nothing. */
export function writeResultSummary(report: string, target: string, now: Date): void {
  if (!existsSync(report)) return;
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as TestReport;
  const tests = testResults.flatMap(({ name, assertionResults }) => assertionResults.flatMap(({ fullName, title, status }) => (status === 'passed' || status === 'failed' ? [{ file: relative(ROOT, name), name: fullName.slice(0, 2000), title: title.slice(0, 500), status }] : [])));
  writeFileSync(target, JSON.stringify({ commit: commitOf(), finishedAt: now.toISOString(), tests }));
}

/** The commit of the sources, with a mark when they were changed since; null outside a checkout. */
function commitOf(): string | null {
  const git = (...args: string[]): string | null => {
    const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  };
  const commit = git('rev-parse', 'HEAD');
  return commit && `${commit}${git('status', '--porcelain') === '' ? '' : '+changes'}`;
}
