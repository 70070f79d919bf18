import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { LaunchFailure } from '../failure';
import { type Home } from '../home';
import { assertPortsFree } from '../ports';
import { findBinary, firstComplaint, lastLine, run } from '../run';
import { type ServerContext } from './context';
import { connect } from './database-address';
import { accountStatements } from './database-accounts';

/** Longest path a Unix socket may have (108 bytes with the closing zero on Linux). */
const LONGEST_SOCKET = 100;
const BINARY_LOG_DAYS = 14;

/** Starts MySQL or MariaDB on a data folder of its own and waits until the owner can connect. */
export async function runDatabase(context: ServerContext, binary: string, adminUrl: string): Promise<void> {
  const kind = await kindOf(binary);
  const data = context.home.file('mysql', 'data');
  if (!existsSync(context.home.file('mysql', 'initialised'))) await initialise(context, binary, kind, data);
  const init = context.home.file('mysql', 'accounts.sql');
  writeFileSync(init, accountStatements(context.secrets).map((statement) => `${statement};\n`).join(''), { mode: 0o600 });
  await assertPortsFree(context.ports, ['mysql']);
  await context.supervisor.start({
    name: kind, command: binary, args: serverArguments(context, kind, data, init), readyTimeoutMs: 60_000, stopGraceMs: 30_000,
    isReady: async () => {
      await (await connect(adminUrl)).end();
      return true;
    },
  });
}

/** Asks the program itself: mysqld may be either. */
async function kindOf(binary: string): Promise<'mysql' | 'mariadb'> {
  const outcome = await run(binary, ['--version']);
  if (outcome.code !== 0) throw new LaunchFailure(`${binary} does not run ("${lastLine(outcome)}"): reinstall it, or set DATABASE_URL to a running server.`);
  return /mariadb/i.test(outcome.stdout) ? 'mariadb' : 'mysql';
}

async function initialise(context: ServerContext, binary: string, kind: 'mysql' | 'mariadb', data: string): Promise<void> {
  context.step.note('creating an empty data folder');
  rmSync(data, { recursive: true, force: true }); // what an interrupted first start left
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // --force: a machine that cannot look its own name up (many containers) is no obstacle, as no grant uses it.
  const outcome = kind === 'mariadb'
    ? await run(installer(), ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--skip-name-resolve', '--force', ...asRoot()], { timeoutMs: 120_000 })
    : await run(binary, ['--no-defaults', '--initialize-insecure', `--datadir=${data}`, ...asRoot()], { timeoutMs: 120_000 });
  if (outcome.code !== 0) throw new LaunchFailure(`The database's data folder ${data} could not be created ("${firstComplaint(outcome)}"): check the free disk space and the folder's rights.`);
  writeFileSync(context.home.file('mysql', 'initialised'), `${kind}\n`);
}

function installer(): string {
  const found = findBinary('mariadb-install-db', 'mysql_install_db');
  if (found) return found;
  throw new LaunchFailure('mariadb-install-db was not found beside mariadbd: install the rest of MariaDB (Debian: apt-get install mariadb-server-core), or set DATABASE_URL to a running server.');
}

function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

function serverArguments(context: ServerContext, kind: 'mysql' | 'mariadb', data: string, init: string): string[] {
  const socket = socketOf(context.home);
  return [
    '--no-defaults', ...asRoot(), `--datadir=${data}`, `--init-file=${init}`, `--socket=${socket}`,
    '--bind-address=127.0.0.1', `--port=${context.ports.mysql}`, `--pid-file=${context.home.file('mysql', 'server.pid')}`,
    '--character-set-server=utf8mb4', '--collation-server=utf8mb4_unicode_ci', '--default-time-zone=+00:00',
    '--skip-name-resolve', '--max-connections=300', '--performance-schema=OFF', '--innodb-buffer-pool-size=256M', '--max-allowed-packet=64M',
    ...(kind === 'mysql' ? ['--mysqlx=OFF', '--log-error-verbosity=2', '--secure-file-priv=NULL'] : []),
    ...(context.durability === 'durable'
      ? ['--innodb-flush-log-at-trx-commit=1', ...binaryLog(context.home)]
      // Written at every commit, but never waited for, nor a table's description, and all tables in one file: making a database of a hundred tables takes a thirteenth of the time. "loose": a server that drops an option still starts.
      : ['--innodb-flush-log-at-trx-commit=2', '--innodb-file-per-table=OFF', '--innodb-doublewrite=0', '--loose-innodb-flush-method=nosync', '--loose-sync-frm=0', '--skip-log-bin']),
  ];
}

/** Every commit since the last backup, for `careway restore --until`; synced with the commit, or a power cut would lose what was answered. */
function binaryLog(home: Home): string[] {
  const folder = binaryLogFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return [`--log-bin=${join(folder, 'log')}`, '--server-id=1', '--binlog-format=ROW', '--binlog-row-image=MINIMAL', '--sync-binlog=1', '--log-bin-trust-function-creators=1', `--binlog-expire-logs-seconds=${BINARY_LOG_DAYS * 86_400}`];
}

/** Where the private server keeps its binary log. */
export function binaryLogFolder(home: Home): string {
  return home.file('mysql', 'binlog');
}

/** The socket lies in the home unless its path would be too long for the system. */
export function socketOf(home: Home): string {
  const wanted = home.file('mysql', 'mysql.sock');
  if (Buffer.byteLength(wanted) <= LONGEST_SOCKET) return wanted;
  const folder = join(tmpdir(), `careway-${createHash('sha256').update(home.path).digest('hex').slice(0, 12)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, 'mysql.sock');
}

