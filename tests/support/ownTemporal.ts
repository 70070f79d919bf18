import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { homeAt } from '../../bin/launcher/home';
import { accepts } from '../../bin/launcher/ports';
import { temporalPresent } from '../../bin/launcher/servers/temporal-binary';
import { checkTemporal } from '../../bin/launcher/servers/temporal';
import { freePorts } from './ports';

const START_MS = 60_000;

/** A Temporal of one test's own, set up as the launcher's, whose file may be destroyed. */
export class OwnTemporal {
  readonly file: string;
  private child: ChildProcess | null = null;

  private constructor(folder: string, private readonly port: number) {
    this.file = join(folder, 'temporal.db');
  }

  static async start(folder: string): Promise<OwnTemporal> {
    const temporal = new OwnTemporal(folder, await freePorts(2));
    await temporal.start();
    return temporal;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const binary = temporalPresent(homeAt(process.env['CAREWAY_HOME']));
    if (!binary) throw new Error('There is no temporal on this machine: run the tests by npm test, which fetches it.');
    this.child = spawn(binary, [
      'server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(this.port), '--db-filename', this.file, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL',
      '--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true', '--log-level', 'error',
    ], { stdio: 'ignore' });
    const deadline = Date.now() + START_MS;
    while (!(await accepts(this.port)) || !(await checkTemporal(this.address, 'default', 'the test').catch(() => null))) {
      if (Date.now() > deadline) throw new Error('The Temporal of this test did not start.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
