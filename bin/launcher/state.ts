import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { type Home, writePrivate } from './home';
import { isAlive, type ProcessMark, signalGroup, startOf, waitUntil } from './liveness';
import { type Provisioned } from './servers/types';

/** A process this home has started, in the order of starting. */
export interface RecordedProcess extends ProcessMark {
  readonly name: string;
}

/** What the launcher knows of a running home; `careway status` reads it and checks every word against the living system. */
export interface State {
  readonly mode: 'start' | 'test' | 'servers' | 'bench' | 'chaos' | 'security';
  readonly launcher: ProcessMark;
  /** Servers left running on purpose (`npm test -- --keep`): no launcher watches them. */
  readonly kept: boolean;
  readonly ready: boolean;
  readonly portBase: number;
  readonly urls: Readonly<Record<string, string>>;
  readonly servers?: Provisioned;
  readonly processes: readonly RecordedProcess[];
}

const fileOf = (home: Home) => home.file('state.json');

/** The recorded state, or undefined when there is none or it cannot be read (it is only a record: never worth failing for). */
export function readState(home: Home): State | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(home), 'utf8')) as State;
  } catch {
    return undefined;
  }
}

/** Keeps the state file in step. Synchronous on purpose: a process must be on record before anything else can go wrong. */
export class StateFile {
  constructor(private readonly home: Home, private state: State) {
    this.write();
  }

  update(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.write();
  }

  /** Replaces the record of a process by name, or adds it. */
  recordProcess(process: RecordedProcess): void {
    const others = this.state.processes.filter((other) => other.name !== process.name);
    this.update({ processes: [...others, process] });
  }

  /** One that has ended. Left on record by a full disk it harms nobody: its number and start are compared with what runs. */
  forgetProcess(name: string): void {
    this.state = { ...this.state, processes: this.state.processes.filter((other) => other.name !== name) };
    try {
      this.write();
    } catch {
      // the next change writes it
    }
  }

  remove(): void {
    rmSync(fileOf(this.home), { force: true });
  }

  private write(): void {
    writePrivate(fileOf(this.home), JSON.stringify(this.state, null, 2));
  }
}

/** The launcher that holds this home now, if it is alive, and what it says of itself (nothing yet in its first moments). */
export function runningLauncher(home: Home): { mark: ProcessMark; state?: State } | undefined {
  const mark = readLock(home);
  if (!mark || !isAlive(mark)) return undefined;
  const state = readState(home);
  return { mark, state: state?.launcher.started === mark.started ? state : undefined };
}

const lockOf = (home: Home) => home.file('launcher.lock');

/** Makes `mark` the one launcher of this home; false when another one is alive. A dead one's lock is taken over. */
export function takeHome(home: Home, mark: ProcessMark): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const lock = openSync(lockOf(home), 'wx', 0o600); // created by exactly one of two launchers that start together
      writeSync(lock, JSON.stringify(mark));
      closeSync(lock);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (runningLauncher(home)) return false;
    rmSync(lockOf(home), { force: true });
  }
  return false;
}

/** Gives the home up. */
export function leaveHome(home: Home): void {
  rmSync(lockOf(home), { force: true });
}

function readLock(home: Home): ProcessMark | undefined {
  try {
    return JSON.parse(readFileSync(lockOf(home), 'utf8')) as ProcessMark;
  } catch {
    return undefined;
  }
}

/** Ends what an earlier launcher left behind, last started first; answers the names of what it ended. */
export async function clearLeftovers(home: Home): Promise<string[]> {
  const state = readState(home);
  const ended: string[] = [];
  for (const process of [...(state?.processes ?? [])].reverse()) {
    if (!isAlive(process)) continue;
    await endProcess(process, 15_000);
    ended.push(process.name);
  }
  if (existsSync(fileOf(home))) rmSync(fileOf(home), { force: true });
  return ended;
}

/** Asks a process group to end, and ends it by force when it has not after `graceMs`. */
export async function endProcess(process: ProcessMark, graceMs: number, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (isAlive(process)) {
    signalGroup(process.pid, signal);
    await waitUntil(() => !isAlive(process), graceMs);
  }
  // Also when the leader ended by itself: children it left behind belong to its group, whose number stays reserved for them.
  if (startOf(process.pid) === undefined || isAlive(process)) signalGroup(process.pid, 'SIGKILL');
  await waitUntil(() => !isAlive(process), 5_000);
}
