import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../../../bin/simulate/random';
import { type KeptHospital, type ProcessName, TestHospital } from '../../support/hospital';
import { HttpProxy } from './httpProxy';
import { WireProxy } from './wireProxy';

/** Servers that the launcher of the trial supervises: killed, they come back. */
export const SERVERS = ['database', 'redis', 'temporal'] as const;
export type ServerName = (typeof SERVERS)[number];

const LOOK_EVERY_MS = 300;

interface Ways {
  /** Between people and the API. */
  readonly door: HttpProxy;
  /** Between worker or notifier and the API. */
  readonly desk: HttpProxy;
  /** Between the API and MySQL. */
  readonly record: WireProxy;
  /** Between the API and Temporal. */
  readonly process: WireProxy;
  /** Between the worker and Temporal. */
  readonly work: WireProxy;
  /** Between API or notifier and Redis. */
  readonly queue: WireProxy;
}

/** A whole hospital whose every way between two processes can misbehave, and whose processes come back by themselves when they die. */
export class ChaosHospital {
  readonly names: readonly ProcessName[];
  private readonly held = new Set<ProcessName>();
  private readonly environments = new Map<ProcessName, Readonly<Record<string, string>>>();
  private isOver = false;
  private supervision: readonly Promise<void>[] = [];
  /** How often a process was started again. */
  revived = 0;

  private constructor(readonly hospital: TestHospital, readonly ways: Ways, names: readonly ProcessName[]) {
    this.names = ['api', ...names];
  }

  /** `workerEnv`: what the first worker runs with, until a deployment; `kept`: the hospital that was left. */
  static async start(seed: string, names: readonly ProcessName[], workerEnv: Readonly<Record<string, string>> = {}, kept?: KeptHospital): Promise<ChaosHospital> {
    let ways: Ways | undefined;
    const first = Object.keys(workerEnv).length > 0 ? names.filter((name) => name !== 'worker') : names;
    const hospital = await TestHospital.start(first, {}, async (started) => {
      const database = new URL(started.record.url);
      const redis = new URL(started.redisUrl);
      const [temporalHost = '127.0.0.1', temporalPort = '7233'] = (process.env['TEMPORAL_ADDRESS'] ?? '').split(':');
      const toTemporal = () => WireProxy.before(temporalHost, Number(temporalPort));
      ways = {
        door: await HttpProxy.before(started.apiUrl, new Chance(`${seed}/door`)), desk: await HttpProxy.before(started.apiUrl, new Chance(`${seed}/desk`)),
        record: await WireProxy.before(database.hostname, Number(database.port || 3306)), process: await toTemporal(), work: await toTemporal(),
        queue: await WireProxy.before(redis.hostname, Number(redis.port || 6379)),
      };
      database.hostname = '127.0.0.1';
      database.port = String(ways.record.port);
      redis.hostname = '127.0.0.1';
      redis.port = String(ways.queue.port);
      const queue = { REDIS_URL: redis.toString() };
      const temporal = ({ port }: WireProxy) => ({ TEMPORAL_ADDRESS: `127.0.0.1:${port}` });
      return {
        api: { DATABASE_URL: database.toString(), ...temporal(ways.process), ...queue }, worker: { CAREWAY_API_URL: ways.desk.url, ...temporal(ways.work) },
        notifier: { CAREWAY_API_URL: ways.desk.url, ...queue }, web: { CAREWAY_API_URL: ways.door.url },
      };
    }, kept);
    if (!ways) throw new Error('The hospital was started without its ways.');
    const chaos = new ChaosHospital(hospital, ways, names);
    chaos.environments.set('worker', workerEnv);
    chaos.supervision = chaos.names.map((name) => chaos.supervise(name));
    await chaos.heal();
    chaos.revived = 0;
    return chaos;
  }

  /** Kill a process; it comes back by itself. */
  async kill(name: ProcessName): Promise<void> {
    if (this.names.includes(name)) await this.hospital.kill(name);
  }

  /** End a process as a deployment does, and start it with the environment that comes of its own, which it keeps; answers the one it had. */
  async replace(name: ProcessName, changed: (env: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const before = this.environments.get(name) ?? {};
    this.held.add(name);
    this.environments.set(name, changed(before));
    await this.hospital.end(name);
    this.held.delete(name);
    return before;
  }

  /** Kill a server of the trial's own; false when it has none of its own. The launcher starts it again. */
  killServer(name: ServerName): boolean {
    const pid = ownServers().get(name);
    if (pid === undefined) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  }

  /** Everything passes again, everybody is up. */
  async heal(): Promise<void> {
    for (const way of Object.values(this.ways) as Pick<HttpProxy, 'heal'>[]) way.heal();
    // One may die once more while it is waited for.
    while (!(await this.hospital.untilReady(this.names).then(() => true, () => false))) await pause(LOOK_EVERY_MS);
  }

  /** `keeps`: the record stays on its servers. */
  async stop({ keeps = false }: { readonly keeps?: boolean } = {}): Promise<void> {
    this.isOver = true;
    await this.hospital[keeps ? 'leave' : 'stop'](() => Promise.all(this.supervision));
    await Promise.all((Object.values(this.ways) as Pick<HttpProxy, 'close'>[]).map((way) => way.close()));
  }

  private async supervise(name: ProcessName): Promise<void> {
    for (; !this.isOver; await pause(LOOK_EVERY_MS)) {
      if (this.held.has(name) || this.hospital.isRunning(name)) continue;
      this.revived += 1;
      // One that cannot start yet (its server is away) is tried again at the next look.
      await this.hospital.run(name, this.environments.get(name)).catch(() => undefined);
    }
  }
}

/** The private servers of the launcher this trial runs under; none, when it was given addresses or shares the servers with others. */
function ownServers(): Map<ServerName, number> {
  const found = new Map<ServerName, number>();
  try {
    const state = JSON.parse(readFileSync(join(process.env['CAREWAY_HOME'] ?? '', 'state.json'), 'utf8')) as { mode: string; processes: { name: string; pid: number }[] };
    if (state.mode !== 'chaos') return found;
    for (const { name, pid } of state.processes) {
      if (/^(mariadb|mysql)/.test(name)) found.set('database', pid);
      else if (name === 'redis' || name === 'temporal') found.set(name, pid);
    }
  } catch {
    // no launcher
  }
  return found;
}
