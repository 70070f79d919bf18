import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { forgetOld, hashOfSources } from './sourceCache';

const ROOT = resolve(__dirname, '..');
/** What the bundle is made of; a change in any of it makes another bundle. */
const SOURCES = ['workflows', 'domain', 'keys'];

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
  forgetOld(dirname(file), /^workflows-[0-9a-f]+\.js(\.\d+)?$/);
  return { codePath: file };
}

/** Where the bundle of the present sources belongs below a folder. */
export function bundleFileIn(folder: string): string {
  return resolve(folder, `workflows-${hashOfSources(SOURCES)}.js`);
}
