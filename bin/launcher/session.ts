import { EXIT, LaunchFailure, messageOf } from './failure';
import { type Home, homeAt, openHome, secretsOf, type Secrets, wipeHome } from './home';
import { markOf } from './liveness';
import { type Ports, portsFrom } from './ports';
import { Progress } from './progress';
import { provision } from './servers/provision';
import { type Provisioned } from './servers/types';
import { clearLeftovers, runningLauncher, type State, StateFile } from './state';
import { Supervisor } from './supervisor';

/** How one run of the launcher was asked for. */
export interface SessionOptions {
  readonly mode: State['mode'];
  readonly home?: string;
  readonly fallbackHome?: string;
  readonly portBase: string | number;
  readonly durability: 'durable' | 'fast';
  readonly fresh?: boolean;
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

  private constructor(readonly options: SessionOptions, home: Home, ports: Ports) {
    this.home = home;
    this.ports = ports;
    this.secrets = secretsOf(home);
    const launcher = markOf(process.pid);
    if (!launcher) throw new LaunchFailure('The list of processes cannot be read: is /proc mounted, or ps installed?');
    this.state = new StateFile(home, { mode: options.mode, launcher, kept: false, ready: false, portBase: ports.web, urls: {}, processes: [] });
    this.supervisor = new Supervisor(home, this.state, this.progress);
  }

  /** Takes the home for this launcher: refuses when another one runs there, ends what a dead one left, wipes it when asked. */
  static async open(options: SessionOptions): Promise<Session> {
    const ports = portsFrom(options.portBase);
    const home = homeAt(options.home ?? process.env['CAREWAY_HOME'], options.fallbackHome);
    const running = runningLauncher(home);
    if (running) throw alreadyRunning(home, running);
    openHome(home);
    const ended = await clearLeftovers(home);
    if (options.fresh) wipeHome(home);
    openHome(home);
    const session = new Session(options, home, ports);
    if (ended.length > 0) session.progress.line(`• Ended what an earlier run had left: ${ended.join(', ')}`);
    session.endOnSignal();
    return session;
  }

  /** Finds or starts the servers and puts them on record. */
  async provision(): Promise<Provisioned> {
    const { home, secrets, ports, supervisor, progress, options } = this;
    const servers = await provision({ home, secrets, ports, supervisor, progress, durability: options.durability });
    this.state.update({ servers });
    return servers;
  }

  /** Ends everything this session started. Safe to call again. */
  end(): Promise<void> {
    this.ending ??= this.supervisor.stopAll().then(() => this.state.remove());
    return this.ending;
  }

  /** Keeps this process up until a signal ends the session. */
  untilEnd(): Promise<number> {
    const heartbeat = setInterval(() => undefined, 60_000);
    return new Promise(() => heartbeat);
  }

  private endOnSignal(): void {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) {
          this.progress.line('• Ending everything by force');
          this.supervisor.killAll();
          return;
        }
        asked = true;
        this.progress.line('• Stopping (press Ctrl-C again to force)');
        void this.end().then(() => {
          this.progress.line('✓ Stopped: nothing of Careway is running');
          process.exit(signal === 'SIGINT' ? 130 : 143);
        });
      });
    }
  }
}

function alreadyRunning(home: Home, state: State): LaunchFailure {
  const where = state.urls['web'] ? ` at ${state.urls['web']}` : '';
  return new LaunchFailure(`Careway is already running${where} (npm ${state.mode}, process ${state.launcher.pid}, data in ${home.path}): use that one, stop it with Ctrl-C, or start another with its own CAREWAY_HOME and PORT_BASE.`, EXIT.found);
}

/** Runs a session and reports its failure as one sentence; everything it started is ended either way. */
export async function inSession(options: SessionOptions, work: (session: Session) => Promise<number>): Promise<void> {
  let session: Session | undefined;
  try {
    session = await Session.open(options);
    process.exitCode = await work(session);
  } catch (error) {
    process.exitCode = error instanceof LaunchFailure ? error.exitCode : EXIT.unreachable;
    const text = error instanceof LaunchFailure || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
    (session?.progress ?? new Progress()).line(`✗ ${text}`);
  }
  await session?.end();
}
