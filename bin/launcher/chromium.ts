import { canInstallPackages, installPackages } from './debian';
import { type Step } from './progress';
import { findBinary } from './run';

/** The browser of the browser tests: CHROMIUM_PATH, or one on the PATH. */
export function findChromium(): string | undefined {
  return process.env['CHROMIUM_PATH'] ?? findBinary('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** The same, installed from Debian when it is missing and this is root. */
export async function findOrInstallChromium(step: Step): Promise<string | undefined> {
  const found = findChromium();
  if (found || !canInstallPackages()) return found;
  await installPackages(['chromium'], step);
  return findChromium();
}
