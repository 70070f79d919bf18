import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { signalGroup } from './liveness';

/** What a finished command left: its exit code (-1 when it could not be started) and what it printed. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Debian keeps servers in /usr/sbin, which is not on the PATH of ordinary users. */
const EXTRA_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** Every file called one of `names` on the PATH, in the PATH's order, as full paths; without the same file twice. */
export function findBinaries(...names: string[]): string[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...EXTRA_FOLDERS];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).filter(isExecutable);
  return found.filter((file, index) => found.findIndex((other) => realpathSync(other) === realpathSync(file)) === index);
}

/** The first of them. */
export function findBinary(...names: string[]): string | undefined {
  return findBinaries(...names)[0];
}

/** True when the file exists and may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Sees each line as it comes. */
  readonly onLine?: (line: string) => void;
  /** Never cut short: a package manager stopped half-way leaves a broken system. */
  readonly shielded?: boolean;
}

const active = new Set<{ readonly pid: number; readonly shielded: boolean; readonly ended: Promise<unknown> }>();

/**
 * Runs a command to its end without a shell; nothing is thrown for a failing command. It has a process group of its own, so
 * that the terminal's Ctrl-C reaches it only through `endRunning`.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = spawn(command, [...args], {
    env: options.env ?? process.env, cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: options.timeoutMs, detached: true,
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
      if (options.onLine) for (const line of chunk.split('\n')) if (line.trim()) options.onLine(line.trim());
    });
  }
  const ended = new Promise<Outcome>((resolve) => {
    child.once('error', (error) => resolve({ code: -1, ...texts, stderr: texts.stderr + error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, ...texts }));
  });
  if (child.pid === undefined) return ended;
  const entry = { pid: child.pid, shielded: options.shielded ?? false, ended };
  active.add(entry);
  return ended.finally(() => active.delete(entry));
}

/** Ends the commands still running, and waits for those that must not be cut short. */
export async function endRunning(): Promise<void> {
  const commands = [...active];
  for (const { pid, shielded } of commands) if (!shielded) signalGroup(pid, 'SIGTERM');
  await Promise.all(commands.map(({ ended }) => ended));
}

/** The last non-empty line of what a command said, for a one-sentence failure. */
export function lastLine(outcome: Outcome): string {
  const lines = `${outcome.stdout}\n${outcome.stderr}`.split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.at(-1) ?? `exit ${outcome.code}`;
}

/** The first line that calls itself an error, else the first line at all: what a chatty tool is complaining about. */
export function firstComplaint(outcome: Outcome): string {
  const lines = `${outcome.stderr}\n${outcome.stdout}`.split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.find((line) => /\berror\b|cannot|can't|fatal/i.test(line)) ?? lines[0] ?? `exit ${outcome.code}`;
}
