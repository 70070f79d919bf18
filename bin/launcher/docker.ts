import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchFailure } from './failure';
import { type Home } from './home';
import { type Step } from './progress';
import { findBinary, lastLine, run } from './run';

const COMPOSE_FILE = join(__dirname, 'servers', 'compose.yml');

let engine: Promise<boolean> | undefined;

/** True when a docker engine with compose answers within ten seconds. Asked once. */
export function dockerAnswers(): Promise<boolean> {
  engine ??= (async () => {
    if (!findBinary('docker')) return false;
    const info = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 10_000 });
    if (info.code !== 0 || !info.stdout.trim()) return false;
    return (await run('docker', ['compose', 'version'], { timeoutMs: 10_000 })).code === 0;
  })();
  return engine;
}

/** The compose project of a home: two homes on one machine never share containers. */
export function projectOf(home: Home): string {
  return `careway-${createHash('sha256').update(home.path).digest('hex').slice(0, 8)}`;
}

/** Starts one service of the launcher's own compose file and waits until it is healthy. `env` fills its variables. */
export async function composeUp(home: Home, service: string, env: Readonly<Record<string, string>>, step: Step): Promise<void> {
  writeFileSync(home.file('containers'), `${projectOf(home)}\n`); // so that --fresh knows there are volumes to remove
  step.note(`starting the ${service} container (docker compose)`);
  const outcome = await compose(home, ['up', '--detach', '--wait', service], env, 10 * 60_000);
  if (outcome.code !== 0) throw new LaunchFailure(`docker compose could not start ${service} ("${lastLine(outcome)}"): see docker compose -p ${projectOf(home)} logs ${service}.`);
}

/** Stops the containers of a home, keeping their data. */
export async function composeStop(home: Home, env: Readonly<Record<string, string>>, wipe = false): Promise<void> {
  await compose(home, wipe ? ['down', '--volumes'] : ['stop'], env, 60_000);
}

function compose(home: Home, args: readonly string[], env: Readonly<Record<string, string>>, timeoutMs: number) {
  return run('docker', ['compose', '-p', projectOf(home), '-f', COMPOSE_FILE, ...args], { env: { ...process.env, ...env }, timeoutMs });
}
