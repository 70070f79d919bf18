import { LaunchFailure } from './failure';
import { type Step } from './progress';
import { findBinary, lastLine, run } from './run';

/** True when packages can be installed here: Debian's tool is present and this is root. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && findBinary('apt-get') !== undefined;
}

// apt takes a system-wide lock: servers are provisioned in parallel, so their installations queue up here.
let queue: Promise<unknown> = Promise.resolve();
let updated = false;

/** Installs Debian packages without their recommended extras. Throws a LaunchFailure that says what apt said. */
export function installPackages(names: readonly string[], step: Step): Promise<void> {
  const turn = queue.then(() => install(names, step));
  queue = turn.catch(() => undefined);
  return turn;
}

async function install(names: readonly string[], step: Step): Promise<void> {
  if (!updated) {
    step.note('reading the Debian package lists (apt-get update)');
    await apt(['update'], 'apt-get update');
    updated = true;
  }
  step.note(`installing ${names.join(' ')} from Debian`);
  await apt(['install', '-y', '--no-install-recommends', ...names], `apt-get install ${names.join(' ')}`);
}

async function apt(args: readonly string[], shown: string): Promise<void> {
  // RUNLEVEL=1 keeps a package from starting its own system-wide server, which would hold memory and a well-known port.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C' };
  const outcome = await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, shielded: true });
  if (outcome.code === 0) return;
  const said = `${outcome.stderr}\n${outcome.stdout}`.split('\n').find((line) => line.startsWith('E:')) ?? lastLine(outcome);
  throw new LaunchFailure(`${shown} failed ("${said.trim()}"): check the network and the mirror in /etc/apt, or install the packages by hand.`);
}
