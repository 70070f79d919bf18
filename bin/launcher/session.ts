import { existsSync } from 'node:fs';
import { composeStop } from './docker';
import { EXIT, LaunchFailure, messageOf } from './failure';
import { type Home, homeAt, openHome, secretsOf, type Secrets, wipeHome } from './home';
import { isAlive, markOf, type ProcessMark } from './liveness';
import { type Ports, portsFrom } from './ports';
import { Progress } from './progress';
import { endRunning } from './run';
import { checkDatabase } from './servers/database';
import { provision } from './servers/provision';
import { checkRedis } from './servers/redis';
import { checkTemporal } from './servers/temporal';
import { type Provisioned } from './servers/types';
import { clearLeftovers, leaveHome, readState, runningLauncher, type State, StateFile, takeHome } from './state';
import { dockerEnvironment } from './servers/containers';
import { Supervisor } from './supervisor';

/** How one run of the launcher was asked for. */
export interface SessionOptions {
  readonly mode: State['mode'];
  readonly home?: string;
  readonly fallbackHome?: string;
  readonly portBase: string | number;
  readonly durability: 'durable' | 'fast';
  readonly fresh?: boolean;
  /** Asked before `fresh` deletes anything; throws to keep it. */
  readonly beforeWipe?: () => Promise<void>;
  /** Uses servers that an earlier run left up with `keep`, data and all. */
  readonly adoptKept?: boolean;
  /** Leaves the servers up at the end. */
  readonly keep?: boolean;
}

/** One run of the launcher: its home, its ports and everything it has started. */
export class Session {
  readonly progress = new Progress();
  readonly home: Home;
  readonly ports: Ports;
  readonly state: StateFile;
  readonly supervisor: Supervisor;
  readonly secrets: Secrets;
  private ending: Promise<void> | undefined;
  private usesContainers = false;
  private kept: Provisioned | undefined;
  private wasUp = false;

  private constructor(readonly options: SessionOptions, home: Home, ports: Ports, launcher: ProcessMark) {
    this.home = home;
    this.ports = ports;
    this.secrets = secretsOf(home);
    this.state = new StateFile(home, { mode: options.mode, launcher, ready: false, kept: false, portBase: ports.web, urls: {}, processes: [] });
    this.supervisor = new Supervisor(home, this.state, this.progress);
  }

  /** Takes the home for this launcher: refuses when another one runs there, ends what a dead one left, wipes it when asked. */
  static async open(options: SessionOptions): Promise<Session> {
    const ports = portsFrom(options.portBase);
    const home = homeOf(options);
    const launcher = markOf(process.pid);
    if (!launcher) throw new LaunchFailure('The list of processes cannot be read: is /proc mounted, or ps installed?');
    openHome(home);
    if (!takeHome(home, launcher)) throw alreadyRunning(home);
    try {
      const kept = options.adoptKept ? await usableKept(home, ports) : undefined;
      const ended = kept ? [] : await clearLeftovers(home);
      if (options.fresh && !kept) await wipe(home, ports, options);
      const session = new Session(options, home, ports, launcher);
      session.adopt(kept);
      if (ended.length > 0) session.progress.line(`• Ended what an earlier run had left: ${ended.join(', ')}`);
      session.endOnSignal();
      return session;
    } catch (error) {
      leaveHome(home);
      throw error;
    }
  }

  /** Finds or starts the servers and puts them on record. */
  async provision(): Promise<Provisioned> {
    if (this.kept) return this.kept;
    const { home, secrets, ports, supervisor, progress, options } = this;
    const servers = await provision({ home, secrets, ports, supervisor, progress, durability: options.durability });
    this.usesContainers = Object.values(servers).some(({ origin }) => origin === 'docker');
    this.state.update({ servers });
    this.wasUp = true;
    return servers;
  }

  private adopt(kept: State | undefined): void {
    if (!kept?.servers) return;
    this.kept = kept.servers;
    this.wasUp = true;
    this.state.update({ servers: kept.servers });
    for (const { name, ...mark } of kept.processes) this.supervisor.adopt(name, mark);
    this.progress.line(`✓ Using the servers left up by the last run (${kept.processes.map(({ name }) => name).join(', ')})`);
  }

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /** Ends everything this session started and gives the home up. Safe to call again. */
  end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    if (this.options.keep && this.wasUp) return this.leaveServersUp();
    await Promise.all([this.supervisor.stopAll(), endRunning()]);
    if (this.usesContainers) await composeStop(this.home, dockerEnvironment(this));
    this.state.remove();
    leaveHome(this.home);
  }

  private async leaveServersUp(): Promise<void> {
    await endRunning();
    this.supervisor.release();
    this.state.update({ kept: true });
    leaveHome(this.home);
    this.progress.line(`✓ The servers stay up for the next run; npm test without --keep ends them afterwards (${this.supervisor.running().map(({ name, pid }) => `${name} ${pid}`).join(', ')})`);
  }

  /** Keeps this process up until a signal ends the session. */
  untilEnd(): Promise<number> {
    const heartbeat = setInterval(() => undefined, 60_000);
    return new Promise(() => heartbeat);
  }

  private endOnSignal(): void {
    let asked: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked !== undefined) {
          // A terminal signals the whole group and npm passes its own on: the same Ctrl-C may arrive twice.
          if (Date.now() - asked < 1000) return;
          this.progress.line('• Ending everything by force');
          this.supervisor.killAll();
          return;
        }
        asked = Date.now();
        this.progress.line('• Stopping (press Ctrl-C again to force)');
        void this.end().then(() => {
          this.progress.line('✓ Stopped: nothing of Careway is running');
          process.exit(signal === 'SIGINT' ? 130 : 143);
        });
      });
    }
  }
}

function homeOf(options: SessionOptions): Home {
  return homeAt(options.home ?? process.env['CAREWAY_HOME'], options.fallbackHome);
}

/** What an earlier run left up on purpose, when all of it is still alive and answering on the ports asked for. */
async function usableKept(home: Home, ports: Ports): Promise<State | undefined> {
  const state = readState(home);
  if (!state?.kept || !state.servers || state.portBase !== ports.web || !state.processes.every(isAlive)) return undefined;
  const { database, redis, temporal } = state.servers;
  const checks = [checkDatabase(database.adminUrl, 'the last run'), checkRedis(redis.url, 'the last run'), checkTemporal(temporal.address, temporal.namespace, 'the last run')];
  const results = await Promise.allSettled(checks);
  return results.every(({ status }) => status === 'fulfilled') ? state : undefined;
}

async function wipe(home: Home, ports: Ports, { mode, beforeWipe }: SessionOptions): Promise<void> {
  await beforeWipe?.();
  // Tests begin with an empty home. Somebody's exported CAREWAY_HOME must not cost them their hospital.
  if (mode !== 'start' && existsSync(home.file('environment.json'))) {
    throw new LaunchFailure(`${home.path} holds a hospital, and npm ${mode} would delete it: unset CAREWAY_HOME, or set it to another folder.`, EXIT.usage);
  }
  if (existsSync(home.file('containers'))) await composeStop(home, dockerEnvironment({ secrets: secretsOf(home), ports }), true);
  wipeHome(home);
  openHome(home);
}

function alreadyRunning(home: Home): LaunchFailure {
  const running = runningLauncher(home);
  const web = running?.state?.urls['web'];
  const who = running ? ` (process ${running.mark.pid}, data in ${home.path})` : '';
  return new LaunchFailure(`Careway is already running${web ? ` at ${web}` : ''}${who}: use that one, stop it with Ctrl-C, or start another with its own CAREWAY_HOME and PORT_BASE.`, EXIT.found);
}

/** Runs a session and reports its failure as one sentence; everything it started is ended either way. */
export async function inSession(options: SessionOptions, work: (session: Session) => Promise<number>): Promise<void> {
  let session: Session | undefined;
  try {
    session = await Session.open(options);
    process.exitCode = await work(session);
  } catch (error) {
    if (session?.isEnding) return session.end(); // Ctrl-C: whatever failed because of it is no news
    process.exitCode = error instanceof LaunchFailure ? error.exitCode : EXIT.unreachable;
    const text = error instanceof LaunchFailure || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
    (session?.progress ?? new Progress()).line(`✗ ${text}`);
  }
  await session?.end();
}
