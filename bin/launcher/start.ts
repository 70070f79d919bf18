import { type RowDataPacket } from 'mysql2/promise';
import { addressesOf, applicationEnvironment, APPLICATION_PORTS, applicationProcesses, missingProcesses } from './application';
import { builtProcesses } from './build';
import { loadDemonstration } from './demonstration';
import { EXIT, LaunchFailure, messageOf } from './failure';
import { writePrivate } from './home';
import { readLogins, type Login } from './logins';
import { runOnce } from './one-shot';
import { assertPortsFree } from './ports';
import { connect, parseDatabaseUrl } from './servers/database-address';
import { inSession, type Session } from './session';

export interface StartOptions {
  readonly home?: string;
  readonly portBase: string;
  readonly fresh?: boolean;
  readonly empty?: boolean;
}

/** `npm start`: servers, migration, demonstration hospital, application; stays in the foreground until Ctrl-C. */
export function start(options: StartOptions): Promise<void> {
  return inSession({ mode: 'start', durability: 'durable', beforeWipe: assertGivenEmpty, ...options }, async (session) => {
    const started = Date.now();
    await assertPortsFree(session.ports, APPLICATION_PORTS);
    const servers = await session.provision();
    session.state.update({ urls: addressesOf(session, servers) });
    const environment = applicationEnvironment(session, servers);
    // `careway` commands run by hand find this hospital through it (bin/support/runningEnvironment.ts).
    writePrivate(session.home.file('environment.json'), JSON.stringify(environment, null, 2));
    await migrateRecord(session, environment);
    await loadDemonstration(session, options.empty ? 'empty' : 'record', environment);
    await startApplication(session, environment);
    session.state.update({ ready: true });
    greet(session, addressesOf(session, servers), (Date.now() - started) / 1000);
    if (!options.empty) await fillDemonstration(session, environment);
    return session.untilEnd();
  });
}

/**
 * A database given by its address is not the launcher's to empty, and `--fresh` deletes the keys that open what is in it:
 * asked before anything is deleted. A server that does not answer is the next step's to report.
 */
async function assertGivenEmpty(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) return;
  const { name, host } = parseDatabaseUrl(url, 'DATABASE_URL');
  const connection = await connect(url).catch(() => undefined);
  if (!connection) return;
  const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES');
  await connection.end();
  if (tables.length > 0) throw new LaunchFailure(`--fresh does not empty a database given by its address, and ${name} on ${host} has ${tables.length} tables: drop it yourself (DROP DATABASE ${name}), or unset DATABASE_URL.`, EXIT.usage);
}

/** Visitors are let in meanwhile; what goes wrong here is no reason to send them out. */
async function fillDemonstration(session: Session, environment: Readonly<Record<string, string>>): Promise<void> {
  try {
    await loadDemonstration(session, 'living', environment);
  } catch (error) {
    if (!session.isEnding) session.progress.line(`! ${messageOf(error)} The hospital runs on; the next start tries it again.`);
  }
}

async function migrateRecord(session: Session, environment: Readonly<Record<string, string>>): Promise<void> {
  const migrate = { name: 'migrate', entry: 'bin/launcher/tasks/migrate.ts', env: environment, failure: 'The schema could not be brought up to date' };
  await session.progress.step('Schema', async (step) => JSON.parse(await runOnce(session, migrate, step)) as { applied: string[] },
    ({ applied }) => (applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`));
}

/** All at once: each waits for the API by itself, and together they are up sooner. */
async function startApplication(session: Session, environment: Readonly<Record<string, string>>): Promise<void> {
  const missing = missingProcesses();
  if (missing.length > 0) throw new LaunchFailure(`This checkout is not complete (${missing.join(', ')} missing): clone it again, or git checkout the files.`);
  const specs = applicationProcesses(session, environment, await builtProcesses(session));
  const results = await Promise.allSettled(specs.map((spec) => session.progress.step(spec.name, () => session.supervisor.start(spec))));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function greet(session: Session, urls: Readonly<Record<string, string>>, seconds: number): void {
  const lines = [
    '', `Careway is running (${seconds.toFixed(1)} s). Ctrl-C stops it; the data stays in ${session.home.path}.`, '',
    `  Web              ${urls['web']}`,
    `  API              ${urls['api']}   (${urls['openapi']})`,
    `  Mail and texts   ${urls['capture']}`,
    ...(urls['temporalUi'] ? [`  Temporal         ${urls['temporalUi']}`] : []),
    '', ...loginTable(readLogins(session.home)), '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** One line per role: the first login of each. */
function loginTable(logins: readonly Login[]): string[] {
  const first = logins.filter((login, index) => logins.findIndex(({ role }) => role === login.role) === index);
  if (first.length === 0) return [];
  const width = (pick: (login: Login) => string) => Math.max(...first.map((login) => pick(login).length)) + 2;
  const [roleWidth, nameWidth] = [width(({ role }) => role), width(({ username }) => username)];
  return ['  Role, login and password (all of them: bin/careway logins)',
    ...first.map(({ role, username, password }) => `  ${role.padEnd(roleWidth)}${username.padEnd(nameWidth)}${password}`)];
}
