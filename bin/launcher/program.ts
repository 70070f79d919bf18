import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { applicationEnvironment } from './application';
import { builtProcesses } from './build';
import { EXIT, LaunchFailure } from './failure';
import { homeAt, ROOT } from './home';
import { markOf } from './liveness';
import { inSession } from './session';

const PORT_BASES = { bench: '5800', chaos: '5900', security: '6000' } as const;

/** In a home: what a trial in legs has kept there for its next one (tests/chaos/support/legs.ts). */
export const LEGS_FILE = 'legs.json';

/** What can be run so: the folder of `tests` it lies in. */
export type ProgramMode = keyof typeof PORT_BASES;

/** `npm run bench`, `npm run chaos` and `npm run security`: servers of their own with durable settings, then the program, on this terminal. */
export function runProgram(mode: ProgramMode, args: readonly string[]): Promise<void> {
  const portBase = process.env['PORT_BASE'] ?? PORT_BASES[mode];
  const fallbackHome = `.careway-${mode}`;
  const legs = homeAt(process.env['CAREWAY_HOME'], fallbackHome).file(LEGS_FILE);
  const goesOn = existsSync(legs);
  if (goesOn && !process.env['KEEP']) {
    process.stderr.write(`✗ ${legs} belongs to a trial in legs: set KEEP=1 to go on with it, CAREWAY_HOME to another folder, or remove the file to begin anew.\n`);
    process.exitCode = EXIT.usage;
    return Promise.resolve();
  }
  return inSession({ mode, fallbackHome, portBase, durability: 'durable', fresh: !goesOn }, async (session) => {
    const entry = join('tests', mode, 'main.ts');
    if (!existsSync(join(ROOT, entry))) throw new LaunchFailure(`There is no ${entry} in this checkout, so there is nothing to run.`, EXIT.usage);
    const servers = await session.provision();
    const environment = { ...applicationEnvironment(session, servers), CAREWAY_BUILD: await builtProcesses(session) };
    session.state.update({ ready: true });
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', entry, ...args], { cwd: ROOT, env: { ...process.env, ...environment }, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    const mark = child.pid === undefined ? undefined : markOf(child.pid);
    if (mark) session.supervisor.adopt(mode, mark, child);
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(-1));
      child.once('close', resolve);
    });
    session.supervisor.disown(mode);
    return code === null || code < 0 ? EXIT.unreachable : code;
  });
}
