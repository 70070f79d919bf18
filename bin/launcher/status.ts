import { parseDatabaseUrl, withoutPassword } from './servers/database-address';
import { checkDatabase } from './servers/database';
import { checkRedis } from './servers/redis';
import { checkTemporal } from './servers/temporal';
import { type DatabaseServer } from './servers/types';
import { type Home } from './home';
import { answersHttp } from './http';
import { isAlive } from './liveness';
import { readState, runningLauncher, type State } from './state';

/** What `careway status --json` prints (the contract's shape, and a few words more). */
export interface Status {
  readonly ready: boolean;
  readonly mode?: State['mode'];
  readonly urls: Readonly<Record<string, string>>;
  readonly database: DatabaseStatus | null;
  readonly redis: string | null;
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** One sentence per thing that is on record and not as it should be. */
  readonly problems: readonly string[];
}

interface DatabaseStatus {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  /** Only of a database that the launcher itself started. */
  readonly password?: string;
  readonly owner?: { readonly user: string; readonly password: string };
}

const NOTHING: Status = { ready: false, urls: {}, database: null, redis: null, processes: [], problems: [] };

/** Compares the record with the living system: processes by their start time, servers and pages by asking them. */
export async function statusOf(home: Home): Promise<Status> {
  const state = readState(home);
  const launcher = runningLauncher(home);
  if (!state || (!launcher && !state.kept)) {
    const left = state?.processes.filter(isAlive) ?? [];
    const problems = left.length > 0 ? [`The launcher is gone but ${left.map(({ name, pid }) => `${name} (${pid})`).join(', ')} still run: npm start ends them and starts again.`] : [];
    return { ...NOTHING, processes: left.map(({ name, pid }) => ({ name, pid })), problems };
  }
  const dead = state.processes.filter((process) => !isAlive(process));
  const problems = [...dead.map(({ name, pid }) => `${name} (process ${pid}) has ended; the launcher starts it again.`), ...(await serverProblems(state)), ...(await pageProblems(state))];
  return {
    ready: state.ready && problems.length === 0,
    mode: state.mode,
    urls: state.urls,
    database: state.servers ? databaseStatus(state.servers.database) : null,
    redis: state.servers ? (state.servers.redis.origin === 'given' ? withoutPassword(state.servers.redis.url) : state.servers.redis.url) : null,
    processes: state.processes.filter(isAlive).map(({ name, pid }) => ({ name, pid })),
    problems,
  };
}

async function serverProblems({ servers }: State): Promise<string[]> {
  if (!servers) return ['The servers are still being started.'];
  const results = await Promise.allSettled([
    checkDatabase(servers.database.url, servers.database.origin === 'given' ? 'DATABASE_URL' : 'the launcher'),
    checkRedis(servers.redis.url, servers.redis.origin === 'given' ? 'REDIS_URL' : 'the launcher'),
    checkTemporal(servers.temporal.address, servers.temporal.namespace, servers.temporal.origin === 'given' ? 'TEMPORAL_ADDRESS' : 'the launcher'),
  ]);
  return results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
}

async function pageProblems({ urls, ready }: State): Promise<string[]> {
  if (!ready) return [];
  const asked = await Promise.all((['web', 'api'] as const).map(async (name) => {
    const url = urls[name];
    return url && !(await answersHttp(url)) ? [`${name} does not answer at ${url}.`] : [];
  }));
  return asked.flat();
}

function databaseStatus(database: DatabaseServer): DatabaseStatus {
  const { host, port, name, user, password } = parseDatabaseUrl(database.url, 'the record');
  if (database.origin === 'given') return { host, port, name, user };
  const owner = parseDatabaseUrl(database.adminUrl, 'the record');
  return { host, port, name, user, password, owner: { user: owner.user, password: owner.password } };
}

