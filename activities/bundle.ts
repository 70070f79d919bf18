import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const ROOT = resolve(__dirname, '..');
/** What the bundle is made of; a change in any of it makes another bundle. */
const SOURCES = ['workflows', 'domain', 'keys'];
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The workflow code as one file, which the worker loads into its sandbox. Webpack takes seconds to make it, so it is kept
 * under a name that changes with its sources, and a file that is there is complete: it was renamed into place.
 */
export async function workflowBundle(file: string): Promise<{ codePath: string }> {
  if (existsSync(file)) return { codePath: file };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    workflowInterceptorModules: [join(ROOT, 'workflows', 'support', 'tracing.ts')],
    // The sandbox encodes failures itself, so the converter goes into the bundle; the codec stays outside, with the keys.
    failureConverterPath: join(ROOT, 'keys', 'failureConverter.ts'),
    logger: new DefaultLogger('WARN'),
  });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, file);
  forgetOld(dirname(file));
  return { codePath: file };
}

/** Where the bundle of the present sources belongs below a folder. */
export function bundleFileIn(folder: string): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const room of SOURCES) addFolder(join(ROOT, room), hash);
  return resolve(folder, `workflows-${hash.digest('hex').slice(0, 16)}.js`);
}

function addFolder(folder: string, hash: ReturnType<typeof createHash>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(path, hash);
    else if (entry.name.endsWith('.ts')) hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  }
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => /^workflows-[0-9a-f]+\.js(\.\d+)?$/.test(one))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) unlinkSync(path);
  }
}
