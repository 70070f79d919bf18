import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { findBinary } from '../launcher/run';
import { parseDatabaseUrl } from '../launcher/servers/database-address';
import { type Manifest } from './manifest';
import { BackupRefused } from './refusal';

/** `picksBy`: with a database renamed, MariaDB's tool picks it by its old name (of row events, of which all is made here), MySQL's by its new one. */
const TOOLS = {
  mariadb: { reader: ['mariadb-binlog', 'mysqlbinlog'], client: ['mariadb', 'mysql'], from: 'Debian: apt-get install mariadb-client', options: [], picksBy: 'name' },
  mysql: { reader: ['mysqlbinlog'], client: ['mysql'], from: 'Debian: apt-get install mysql-client', options: ['--skip-gtids'], picksBy: 'scratch' },
} as const;

/** A replay that can begin: its tools and files are there. */
export interface Replay {
  readonly files: readonly string[];
  /** Apply what was committed after the backup to the database it was loaded into. */
  into(ownerUrl: string, scratch: string): Promise<void>;
}

/** What to replay from the backup's moment to `until`, with the server's own tools. Throws before anything is changed when it cannot be done. */
export function replayOf(manifest: Manifest, folder: string | null, until: Date): Replay {
  const { binlog, server: { kind }, takenAt } = manifest;
  if (!binlog) throw new BackupRefused('The server of this backup kept no binary log, so nothing after the backup can be replayed: restore without --until.');
  if (until <= new Date(takenAt)) throw new BackupRefused(`--until must be later than the backup itself (${takenAt}).`);
  if (!folder) throw new LaunchFailure('Where are the binary logs? Name their folder with --binary-logs.', EXIT.usage);
  const [reader, client] = [findBinary(...TOOLS[kind].reader), findBinary(...TOOLS[kind].client)];
  if (!reader || !client) throw new LaunchFailure(`${reader ? TOOLS[kind].client[0] : TOOLS[kind].reader[0]} was not found, which reads the binary log: install it (${TOOLS[kind].from}).`);
  const files = filesFrom(folder, binlog.file);
  if (files[0]?.endsWith(binlog.file) !== true) throw new BackupRefused(`${binlog.file}, where the backup's moment stands, is not in ${folder}.`);
  return { files, into: (ownerUrl, scratch) => replay({ reader, client, kind, files, position: binlog.position, until, ownerUrl, scratch }) };
}

function filesFrom(folder: string, first: string): string[] {
  const [base] = first.split('.');
  const numberOf = (name: string) => Number(name.slice(name.lastIndexOf('.') + 1));
  try {
    return readdirSync(folder).filter((name) => name.startsWith(`${base}.`) && /\.\d+$/.test(name) && numberOf(name) >= numberOf(first)).sort((a, b) => numberOf(a) - numberOf(b)).map((name) => join(folder, name));
  } catch {
    throw new LaunchFailure(`There is no folder ${folder}.`, EXIT.usage);
  }
}

interface Job {
  readonly reader: string;
  readonly client: string;
  readonly kind: Manifest['server']['kind'];
  readonly files: readonly string[];
  readonly position: number;
  readonly until: Date;
  readonly ownerUrl: string;
  readonly scratch: string;
}

async function replay({ reader, client, kind, files, position, until, ownerUrl, scratch }: Job): Promise<void> {
  const { host, port, user, password, name } = parseDatabaseUrl(ownerUrl, 'DATABASE_ADMIN_URL');
  const folder = mkdtempSync(join(tmpdir(), 'careway-replay-'));
  try {
    // A file rather than arguments: every user of the machine can read arguments.
    const account = join(folder, 'client.cnf');
    writeFileSync(account, `[client]\nhost=${host}\nport=${port}\nuser=${user}\npassword="${password}"\n`, { mode: 0o600 });
    const read = spawn(reader, [
      '--no-defaults', '--disable-log-bin', `--start-position=${position}`, `--stop-datetime=${until.toISOString().slice(0, 19).replace('T', ' ')}`, `--rewrite-db=${name}->${scratch}`, `--database=${{ name, scratch }[TOOLS[kind].picksBy]}`, ...TOOLS[kind].options, ...files,
    ], { env: { ...process.env, TZ: 'UTC' }, stdio: ['ignore', 'pipe', 'pipe'] });
    const apply = spawn(client, [`--defaults-file=${account}`, '--binary-mode', `--database=${scratch}`], { stdio: ['pipe', 'ignore', 'pipe'] });
    apply.stdin.on('error', () => undefined); // it has ended, and says why
    read.stdout.pipe(apply.stdin);
    for (const problem of await Promise.all([endOf(read, reader), endOf(apply, client)])) if (problem) throw new LaunchFailure(`The binary log could not be replayed: ${problem}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function endOf(child: ReturnType<typeof spawn>, name: string): Promise<string | null> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { said += text; });
  return new Promise((resolve) => child.once('error', (error) => resolve(error.message)).once('close', (code) => resolve(code === 0 ? null : `${name} ended with ${code}: ${said.trim().split('\n').at(-1) ?? ''}`)));
}
