import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, existsSync, statSync } from 'node:fs';
import { LaunchFailure, messageOf } from './failure';
import { giveWay } from './giveWay';
import { type Home, ROOT } from './home';
import { isAlive, markOf, type ProcessMark } from './liveness';
import { lastLines, logFile, rotateLog } from './logs';
import { type Progress } from './progress';
import { endProcess, type StateFile } from './state';

/** One process to keep running. */
export interface ProcessSpec {
  /** Its name in messages, in `careway status` and of its log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Resolves to true once the process serves; asked again until `readyTimeoutMs`. A rejection counts as "not yet". */
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeoutMs: number;
  /** How long it may take to end by itself when asked. */
  readonly stopGraceMs: number;
  /** It works for nobody who waits for an answer: when processors are full, others go first. */
  readonly givesWay?: boolean;
}

/** A spec at work. */
interface Supervised {
  readonly spec: ProcessSpec;
  mark: ProcessMark;
  /** None for a server left up by an earlier run. */
  child?: ChildProcess;
  startedAt: number;
  failures: number;
  restart?: NodeJS.Timeout;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** A process that ran this long before it died starts again at once. */
const HEALTHY_MS = 60_000;

/**
 * Starts processes in groups of their own, so that the terminal's Ctrl-C reaches only the launcher, which then ends them
 * in the reverse order of starting; restarts one that dies, waiting longer each time.
 */
export class Supervisor {
  private readonly supervised = new Map<string, Supervised>();
  private stopping = false;

  constructor(private readonly home: Home, private readonly state: StateFile, private readonly progress: Progress) {}

  /** Starts a process and resolves when it is ready. Throws a LaunchFailure with the end of its log when it dies or stays silent. */
  async start(spec: ProcessSpec): Promise<void> {
    if (this.stopping) throw new LaunchFailure(`${spec.name} was not started: Careway is stopping.`);
    const file = logFile(this.home, spec.name);
    rotateLog(file);
    const logStart = existsSync(file) ? statSync(file).size : 0;
    const entry = this.spawn(spec);
    const problem = await this.waitReady(entry, spec);
    if (!problem) {
      this.watch(entry);
      return;
    }
    this.supervised.delete(spec.name);
    await endProcess(entry.mark, 2_000);
    this.state.forgetProcess(spec.name);
    const said = lastLines(file, logStart);
    throw new LaunchFailure(`${spec.name} ${problem}; its log is ${file}${said ? ` and ends with:\n  ${said}` : '.'}`);
  }

  /** Puts a process that runs to its own end on record, so that it ends with everything else. */
  adopt(name: string, mark: ProcessMark, child?: ChildProcess): void {
    this.state.recordProcess({ name, ...mark });
    this.supervised.set(name, { spec: { name, command: '', args: [], isReady: async () => true, readyTimeoutMs: 0, stopGraceMs: 20_000 }, mark, child, startedAt: Date.now(), failures: 0 });
  }

  /** Takes an adopted process off the record: it has ended. */
  disown(name: string): void {
    this.supervised.delete(name);
    if (!this.stopping) this.state.forgetProcess(name);
  }

  /** The process identifiers by name, for status lines. */
  running(): { name: string; pid: number }[] {
    return [...this.supervised.values()].map(({ spec, mark }) => ({ name: spec.name, pid: mark.pid }));
  }

  /** Ends everything, last started first. Safe to call again. */
  async stopAll(): Promise<void> {
    this.stopping = true;
    for (const entry of [...this.supervised.values()].reverse()) {
      clearTimeout(entry.restart);
      await endProcess(entry.mark, entry.spec.stopGraceMs);
      this.state.forgetProcess(entry.spec.name);
    }
    this.supervised.clear();
  }

  /** Ends everything at once and by force: the second Ctrl-C. */
  killAll(): void {
    this.stopping = true;
    for (const { mark } of this.supervised.values()) void endProcess(mark, 0, 'SIGKILL');
  }

  /** Leaves everything running and unwatched (`--keep`). */
  release(): void {
    this.stopping = true;
    for (const { child } of this.supervised.values()) child?.unref();
  }

  private spawn(spec: ProcessSpec, failures = 0): Supervised {
    const log = openSync(logFile(this.home, spec.name), 'a', 0o600);
    try {
      const child = spawn(spec.command, [...spec.args], { cwd: ROOT, env: spec.env ?? process.env, detached: true, stdio: ['ignore', log, log] });
      child.once('error', () => undefined); // without a listener a missing binary would end the launcher with a stack trace
      const mark = (child.pid === undefined ? undefined : markOf(child.pid)) ?? { pid: child.pid ?? -1, started: 'never' };
      if (mark.pid > 0) this.record(spec.name, mark, child);
      if (spec.givesWay && mark.pid > 0) giveWay(mark.pid);
      const entry: Supervised = { spec, mark, child, startedAt: Date.now(), failures };
      this.supervised.set(spec.name, entry);
      return entry;
    } finally {
      closeSync(log);
    }
  }

  /** One that cannot be put on record (a full disk) does not stay: nobody would end it. */
  private record(name: string, mark: ProcessMark, child: ChildProcess): void {
    try {
      this.state.recordProcess({ name, ...mark });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Undefined when it became ready, else what went wrong. */
  private async waitReady(entry: Supervised, spec: ProcessSpec): Promise<string | undefined> {
    const deadline = Date.now() + spec.readyTimeoutMs;
    for (;;) {
      if (!isAlive(entry.mark)) return 'ended while it was starting';
      if (await spec.isReady().catch(() => false)) return undefined;
      if (Date.now() > deadline) return `was not ready after ${Math.round(spec.readyTimeoutMs / 1000)} seconds`;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private watch(entry: Supervised): void {
    const restart = () => {
      if (!this.stopping && this.supervised.get(entry.spec.name) === entry) this.scheduleRestart(entry);
    };
    const { child } = entry;
    if (!child) return;
    if (child.exitCode !== null || child.signalCode !== null) restart();
    else child.once('exit', restart);
  }

  private scheduleRestart(entry: Supervised): void {
    const { spec, child } = entry;
    const failures = Date.now() - entry.startedAt > HEALTHY_MS ? 0 : entry.failures;
    this.restartLater(entry, failures, `${spec.name} ${child?.signalCode ? `was killed (${child.signalCode})` : `ended (exit ${child?.exitCode ?? '?'})`}; starting it again`);
  }

  private restartLater(entry: Supervised, failures: number, what: string): void {
    const delay = Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
    this.progress.line(`! ${what} in ${(delay / 1000).toFixed(1)} s (log: ${logFile(this.home, entry.spec.name)})`);
    entry.restart = setTimeout(() => void this.restart(entry, failures + 1), delay);
  }

  private async restart(old: Supervised, failures: number): Promise<void> {
    if (this.stopping) return;
    let entry: Supervised;
    try {
      rotateLog(logFile(this.home, old.spec.name));
      entry = this.spawn(old.spec, failures);
    } catch (error) {
      // A full disk, too many processes: it passes, and somebody has to be there then.
      return this.restartLater(old, failures, `${old.spec.name} cannot be started (${messageOf(error)}); trying again`);
    }
    this.watch(entry);
    const problem = await this.waitReady(entry, old.spec);
    if (this.stopping || this.supervised.get(old.spec.name) !== entry) return;
    if (!problem) this.progress.line(`✓ ${old.spec.name} is back (pid ${entry.mark.pid})`);
    else if (isAlive(entry.mark)) this.progress.line(`! ${old.spec.name} runs again but ${problem}`);
  }
}
