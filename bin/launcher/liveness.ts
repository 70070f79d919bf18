import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * What tells a process from a later one that was given the same number: when it started, in the system's own words
 * (clock ticks since boot on Linux, a date elsewhere). Undefined when there is no such process.
 */
export function startOf(pid: number): string | undefined {
  return existsSync('/proc/self/stat') ? startFromProc(pid) : startFromPs(pid);
}

function startFromProc(pid: number): string | undefined {
  try {
    const fields = procStat(pid);
    const state = fields[0];
    if (state === 'Z' || state === 'X') return undefined; // dead, only not yet collected by its parent
    return `${bootId()}-${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** What Linux says of a process in proc(5)'s stat, from its third field (the state) on. Throws when there is none. */
export function procStat(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name in brackets may hold spaces and brackets; everything after the last one is positional.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Ticks count from boot, so two boots need telling apart. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  } catch {
    return 'boot';
  }
}

function startFromPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** A process as recorded in a file: its number and when it started. */
export interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}

/** Marks a living process, or undefined when it has gone. */
export function markOf(pid: number): ProcessMark | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** True when that very process, and not a later one with its number, is alive. */
export function isAlive(mark: ProcessMark): boolean {
  return startOf(mark.pid) === mark.started;
}

/** Sends a signal to a process and all of its group; false when there was none left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Waits until `gone` is true or the time is up. */
export async function waitUntil(gone: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!gone()) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}
