import { builtProcesses } from './build';
import { findOrInstallChromium } from './chromium';
import { runChecks, type Totals } from './checks';
import { testEnvironment } from './environment';
import { EXIT } from './failure';
import { inSession } from './session';
import { runVitest } from './vitest';

const NONE: Totals = { passed: 0, failed: 0 };
const describeChromium = (found: string | undefined) => found ?? 'not found: the browser tests will be skipped; install chromium or set CHROMIUM_PATH';

/**
 * `npm test`: provisions servers, runs the checks and Vitest, stops everything, and ends with the line `N passed, N failed`.
 * With arguments for Vitest the checks are left out; `--keep` leaves the servers up for the next run.
 */
export async function test(args: readonly string[]): Promise<void> {
  const keep = args.includes('--keep');
  const vitestArgs = args.filter((arg) => arg !== '--keep');
  // What is missing from the count when provisioning fails is the whole run: one failure.
  let totals: Totals = { passed: 0, failed: 1 };
  await inSession({ mode: 'test', fallbackHome: '.careway-test', portBase: process.env['PORT_BASE'] ?? '5600', durability: 'fast', fresh: true, adoptKept: true, keep }, async (session) => {
    // The checks need no server: they run while the servers are fetched and started.
    const checks = vitestArgs.length > 0 ? Promise.resolve(NONE) : runChecks(session.progress, () => session.isEnding);
    const [provided, build, browser, checked] = await Promise.allSettled([session.provision(), builtProcesses(session), session.progress.step('Chromium', findOrInstallChromium, describeChromium), checks]);
    const sofar = checked.status === 'fulfilled' ? checked.value : { passed: 0, failed: 1 };
    totals = { passed: sofar.passed, failed: sofar.failed + 1 };
    if (provided.status === 'rejected') throw provided.reason;
    if (build.status === 'rejected') throw build.reason;
    if (browser.status === 'rejected') throw browser.reason;
    session.state.update({ ready: true });
    const tested = await runVitest(session, vitestArgs, { ...testEnvironment(session, provided.value, browser.value), CAREWAY_BUILD: build.value });
    totals = { passed: sofar.passed + tested.passed, failed: sofar.failed + tested.failed };
    return totals.failed === 0 ? EXIT.done : EXIT.found;
  });
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
}
