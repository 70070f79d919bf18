import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { homeAt } from '../../bin/launcher/home';
import { findBinary, lastLine, run } from '../../bin/launcher/run';

/** Process mining for Python, AGPL: a judge of our event logs in the tests, no part of the product. */
const PM4PY = 'pm4py==2.7.23.11';
const MINUTES = 60_000;

/** A Python that has PM4Py, in the tools of the tests' home, fetched once. Null when pip cannot get it; it says so. */
export async function pythonWithPm4py(): Promise<string | null> {
  const folder = join(homeAt(process.env['CAREWAY_HOME'], '.careway-test').tools, 'pm4py-venv');
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  const draft = `${folder}.new-${process.pid}`;
  const made = await run(findBinary('python3') ?? 'python3', ['-m', 'venv', draft], { timeoutMs: 2 * MINUTES });
  const fetched = made.code === 0 ? await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', PM4PY], { timeoutMs: 10 * MINUTES }) : made;
  if (fetched.code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    console.warn(`PM4PY IS NOT HERE AND PIP CANNOT GET IT (${lastLine(fetched)}): event logs are not judged by an independent reader in this run.`);
    return null;
  }
  // Whole only now: an interrupted installation is never found.
  renameSync(draft, folder);
  return python;
}
