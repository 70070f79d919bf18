import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Lets a `careway` command find the hospital that `npm start` runs: fills the variables of the launcher's environment that
 * the caller has not set, from the home's record. Does nothing where nothing is on record. Two small files are read.
 */
export function adoptRunningEnvironment(env: NodeJS.ProcessEnv = process.env): void {
  const home = homePath(env['CAREWAY_HOME']);
  env['CAREWAY_HOME'] = home;
  const recorded = readJson<Record<string, string>>(join(home, 'environment.json'));
  // Another database given by hand is another hospital: the keys of the demonstration do not open it.
  if (!recorded || (env['DATABASE_URL'] && env['DATABASE_URL'] !== recorded['DATABASE_URL'])) return;
  for (const [name, value] of Object.entries(recorded)) env[name] ??= value;
}

function homePath(given: string | undefined): string {
  if (given) return isAbsolute(given) ? given : resolve(given);
  return join(__dirname, '..', '..', '.careway');
}

function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
