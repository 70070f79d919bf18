import { readdirSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { procStat } from './liveness';

/** So much nicer than the launcher: a fifth of the share of the others when processors are full, all there is when they are not. */
const NICER = 7;
const NICEST = 19;

/**
 * Lets people's requests go first: on full processors this process gets a fifth of what the API and the record get. For processes that work for nobody
 * who waits for an answer. Where the system does not allow it, nothing changes.
 */
export function giveWay(pid: number): void {
  const attempt = (act: () => void) => {
    try {
      act();
    } catch {
      // ended meanwhile, or not allowed: it runs as the others do
    }
  };
  const niceness = Math.min(NICEST, getPriority() + NICER);
  attempt(() => setPriority(pid, niceness));
  if (process.platform !== 'linux') return;
  // Linux keeps it for each thread, and again for each session where it shares processors out by session.
  attempt(() => readdirSync(`/proc/${pid}/task`).forEach((thread) => setPriority(Number(thread), niceness)));
  attempt(() => {
    const session = Number(procStat(pid)[3]);
    if (session === pid) writeFileSync(`/proc/${pid}/autogroup`, String(NICER));
  });
}
