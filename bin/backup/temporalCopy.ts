import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LaunchFailure } from '../launcher/failure';
import { findBinary } from '../launcher/run';

/** A helper that can fix its view of Temporal's database file in a moment, because it has started already. */
export interface TemporalCopier {
  /** Fix the view. */
  hold(): Promise<void>;
  /** Write what was held to the target; the helper ends. */
  copy(): Promise<void>;
  /** Ends the helper, whatever it is doing; harmless when it has ended. */
  release(): void;
}

/** Start the helper for a copy of `source` in the new file `target`. */
export async function startTemporalCopier(source: string, target: string): Promise<TemporalCopier> {
  const python = findBinary('python3');
  if (!python) throw new LaunchFailure('python3 was not found, and without it the private Temporal cannot be copied: install it (Debian: apt-get install python3).');
  const child = spawn(python, [join(__dirname, 'copy_sqlite.py'), source, target], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined); // it has ended, and says why
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint += text; });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve).once('error', () => resolve(-1)));
  const failed = () => new LaunchFailure(`Temporal's database ${source} could not be copied (${complaint.trim().split('\n').at(-1) || 'no reason given'}).`);
  const says = async (word: string) => {
    const said = await Promise.race([once(child.stdout, 'data').then(([text]) => String(text).trim()), ended.then(() => null)]);
    if (said !== word) throw failed();
  };
  await says('ready');
  return {
    hold: async () => {
      child.stdin.write('\n');
      await says('held');
    },
    copy: async () => {
      child.stdin.end('\n');
      if ((await ended) !== 0) throw failed();
    },
    release: () => void child.kill('SIGKILL'),
  };
}
