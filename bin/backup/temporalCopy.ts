import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LaunchFailure } from '../launcher/failure';
import { findBinary } from '../launcher/run';

/** A view of Temporal's database file, fixed at one moment. */
export interface HeldTemporal {
  /** Write what was held to the target; the view is given up. */
  copy(): Promise<void>;
  release(): void;
}

/** Starts the helper, which takes longer than all it is started for: before the hospital is asked to wait. */
export function temporalHolder(source: string, target: string): { hold(): Promise<HeldTemporal> } {
  const python = findBinary('python3');
  if (!python) throw new LaunchFailure('python3 was not found, and without it the private Temporal cannot be copied: install it (Debian: apt-get install python3).');
  return { hold: () => hold(python, source, target) };
}

async function hold(python: string, source: string, target: string): Promise<HeldTemporal> {
  const child = spawn(python, [join(__dirname, 'copy_sqlite.py'), source, target], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint += text; });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve).once('error', () => resolve(-1)));
  const failed = () => new LaunchFailure(`Temporal's database ${source} could not be copied (${complaint.trim().split('\n').at(-1) ?? 'no reason given'}).`);
  const held = await Promise.race([once(child.stdout, 'data').then(([said]) => String(said).startsWith('held')), ended.then(() => false)]);
  if (!held) throw failed();
  return {
    copy: async () => {
      child.stdin.end('\n');
      if ((await ended) !== 0) throw failed();
    },
    release: () => end(child),
  };
}

function end(child: ChildProcess): void {
  child.kill('SIGKILL');
}
