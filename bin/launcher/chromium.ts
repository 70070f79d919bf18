import { canInstallPackages, installPackages } from './debian';
import { type Step } from './progress';
import { findBinary } from './run';

/** The browser without its window shows the same pages for two thirds of the processor time. */
const SHELL = 'chromium-headless-shell';

/** The browser of the browser tests: CHROMIUM_PATH, or one on the PATH. */
export function findChromium(): string | undefined {
  return process.env['CHROMIUM_PATH'] ?? findBinary(SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** The same, installed from Debian when it is missing and this is root; an older Debian has the whole browser alone. */
export async function findOrInstallChromium(step: Step): Promise<string | undefined> {
  const found = findChromium();
  if (found || !canInstallPackages()) return found;
  await installPackages([SHELL], step).catch(() => installPackages(['chromium'], step));
  return findChromium();
}
