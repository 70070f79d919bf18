import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { canInstallPackages, installPackages } from '../debian';
import { composeUp, dockerAnswers } from '../docker';
import { LaunchFailure, messageOf } from '../failure';
import { dockerEnvironment } from './containers';
import { type ServerContext } from './context';
import { accountStatements, OWNER, APPLICATION, DATABASE } from './database-accounts';
import { runDatabase, socketOf } from './database-private';
import { connect, parseDatabaseUrl, urlOf, withoutPassword } from './database-address';
import { findProgram, type Program } from './program';
import { type DatabaseServer } from './types';

const OLDEST = { mysql: [8, 4], mariadb: [10, 11] } as const;
const NAMES = { mysql: 'MySQL', mariadb: 'MariaDB' } as const;

/** Finds or starts MySQL ≥ 8.4 or MariaDB ≥ 10.11, in the order of docs/runbook.md ("Where servers come from"). */
export async function provisionDatabase(context: ServerContext): Promise<DatabaseServer> {
  const given = process.env['DATABASE_URL'];
  if (given) return fromAddress(given, process.env['DATABASE_ADMIN_URL'] ?? given);
  const { secrets, ports } = context;
  const server = { host: '127.0.0.1', port: ports.mysql, name: DATABASE };
  const url = urlOf({ ...server, user: APPLICATION, password: secrets.databasePassword });
  const adminUrl = urlOf({ ...server, user: OWNER, password: secrets.databaseOwnerPassword });
  const { binary, refusal } = await findOrInstall(context);
  if (binary) {
    await runDatabase(context, binary, adminUrl);
    const bySocket = urlOf({ ...server, user: APPLICATION, password: secrets.databasePassword }, socketOf(context.home));
    return { origin: 'private', ...server, url: bySocket, adminUrl, ...(await checkDatabase(adminUrl, binary)) };
  }
  if (await dockerAnswers()) {
    await composeUp(context.home, 'database', dockerEnvironment(context), context.step);
    const rootUrl = urlOf({ ...server, name: 'mysql', user: 'root', password: secrets.databaseOwnerPassword });
    const connection = await connect(rootUrl);
    for (const statement of accountStatements(secrets)) await connection.query(statement);
    await connection.end();
    return { origin: 'docker', ...server, url, adminUrl, ...(await checkDatabase(adminUrl, 'the database container')) };
  }
  throw refusal ?? new LaunchFailure('Neither MySQL 8.4+ nor MariaDB 10.11+ was found: install one (Debian: apt-get install mariadb-server-core mariadb-client-core), or start a docker engine, or set DATABASE_URL to a running server.');
}

async function findOrInstall(context: ServerContext): Promise<Program> {
  const found = await databaseProgram();
  if (found.binary || found.refusal || !canInstallPackages()) return found;
  await installPackages(['mariadb-server-core', 'mariadb-client-core'], context.step);
  return databaseProgram();
}

/** MySQL or MariaDB on this machine; mysqld may be either. */
export function databaseProgram(): Promise<Program> {
  return findProgram(['mysqld', 'mariadbd'], (said, binary) => {
    judgeVersion(/Ver (\S+)/.exec(said)?.[1] ?? '0.0', binary, 'the PATH');
  });
}

async function fromAddress(url: string, adminUrl: string): Promise<DatabaseServer> {
  const parts = parseDatabaseUrl(url, 'DATABASE_URL');
  await createIfMissing(adminUrl);
  const found = await checkDatabase(url, 'DATABASE_URL');
  if (adminUrl !== url) await checkDatabase(adminUrl, 'DATABASE_ADMIN_URL');
  return { origin: 'given', host: parts.host, port: parts.port, name: parts.name, url, adminUrl, ...found };
}

/** A server given by its address may be empty. Whatever else is wrong with it, the check that follows says. */
async function createIfMissing(adminUrl: string): Promise<void> {
  const { host, port, user, password, name } = parseDatabaseUrl(adminUrl, 'DATABASE_ADMIN_URL');
  try {
    await (await connect(adminUrl)).end();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ER_BAD_DB_ERROR') return;
    const connection = await createConnection({ host, port, user, password });
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${connection.escapeId(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`).catch(() => undefined);
    await connection.end();
  }
}

/** Kind and version of a server, or a sentence that says what is wrong. `source` names where the address came from. */
export async function checkDatabase(url: string, source: string): Promise<Pick<DatabaseServer, 'kind' | 'version'>> {
  parseDatabaseUrl(url, source);
  try {
    const connection = await connect(url);
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    await connection.end();
    return judgeVersion(String(rows[0]?.['version']), withoutPassword(url), source);
  } catch (error) {
    if (error instanceof LaunchFailure) throw error;
    throw new LaunchFailure(`The database at ${withoutPassword(url)} (from ${source}) does not answer (${messageOf(error)}): start it, create the database and user, or correct or unset DATABASE_URL.`);
  }
}

/** Reads `SELECT VERSION()` ("10.11.6-MariaDB-0+deb12u1", "8.4.3") and refuses a server that is too old. */
export function judgeVersion(reported: string, where: string, source: string): Pick<DatabaseServer, 'kind' | 'version'> {
  const kind = /mariadb/i.test(reported) ? 'mariadb' : 'mysql';
  const version = /^\d+\.\d+(\.\d+)?/.exec(reported)?.[0] ?? '0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[kind];
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return { kind, version };
  const way = source === 'the PATH' ? 'upgrade it, start a docker engine, or set DATABASE_URL to a newer server' : `upgrade it, or unset ${source} to let Careway start its own`;
  throw new LaunchFailure(`The database ${where} (from ${source}) is ${NAMES[kind]} ${version} and Careway needs ${NAMES[kind]} ${OLDEST[kind].join('.')} or newer: ${way}.`);
}
