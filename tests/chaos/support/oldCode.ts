import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFileIn, workflowBundle } from '../../../activities/bundle';

const ROOT = join(__dirname, '..', '..', '..');
/** Changes that a later deployment brings: before it, their branches are not taken. */
const LATER_CHANGES = ['generation-2'];

/** The workflow code as it was before that change, as a bundle of its own; answers its file. */
export async function bundleOfOldCode(folder: string): Promise<string> {
  const { codePath } = await workflowBundle(bundleFileIn(join(ROOT, 'node_modules', '.cache', 'careway')));
  const code = readFileSync(codePath, 'utf8');
  const call = new RegExp(`\\(0,\\s*[\\w$.]+\\.patched\\)\\((['"])(${LATER_CHANGES.join('|')})\\1\\)`, 'g');
  const old = code.replace(call, 'false');
  if (old === code) throw new Error('The bundle asks for none of the changes that a deployment would bring.');
  const file = join(folder, 'workflows-old.js');
  writeFileSync(file, old);
  return file;
}
