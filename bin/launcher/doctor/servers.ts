import { type RowDataPacket } from 'mysql2/promise';
import { canInstallPackages } from '../debian';
import { dockerAnswers } from '../docker';
import { messageOf } from '../failure';
import { type Home } from '../home';
import { findBinary, run } from '../run';
import { checkDatabase, databaseProgram } from '../servers/database';
import { connect, parseDatabaseUrl } from '../servers/database-address';
import { type Program } from '../servers/program';
import { checkRedis, redisProgram } from '../servers/redis';
import { checkTemporal } from '../servers/temporal';
import { temporalPresent } from '../servers/temporal-binary';
import { APPEND_ONLY } from '../tasks/grants';
import { type Finding, note, ok, problem } from './finding';

/** Where each server would come from at the next start, and whether that would work. */
export async function examineServers(home: Home): Promise<Finding[]> {
  return (await Promise.all([examineDatabase(), examineRedis(), examineTemporal(home)])).flat();
}

async function examineDatabase(): Promise<Finding[]> {
  const given = process.env['DATABASE_URL'];
  if (!given) return [await examineProgram('Database', await databaseProgram(), 'mariadb-server-core and mariadb-client-core', 'DATABASE_URL')];
  return examineGiven('Database', async () => {
    const { kind, version } = await checkDatabase(given, 'DATABASE_URL');
    return [ok('Database', `${kind} ${version} from DATABASE_URL`), ...(await examineRights(given))];
  }, 'start it, or correct or unset DATABASE_URL');
}

/** The application must be able to add to audit and ledger, and not to change them. */
export async function examineRights(url: string): Promise<Finding[]> {
  const connection = await connect(url);
  try {
    const { name } = parseDatabaseUrl(url, 'DATABASE_URL');
    const [rows] = await connection.query<RowDataPacket[]>('SHOW GRANTS');
    const grants = rows.map((row) => String(Object.values(row)[0]));
    const wide = grants.some((grant) => /\b(ALL PRIVILEGES|UPDATE|DELETE)\b/.test(grant.split(' ON ')[0] ?? '') && reaches(grant, name));
    return wide
      ? [note('Database', `its user may change ${APPEND_ONLY.join(', ')}`, 'in production give the application a user of its own and set DATABASE_ADMIN_URL for migrations (docs/runbook.md)')]
      : [ok('Database', 'its user cannot change audit or ledger history')];
  } finally {
    await connection.end();
  }
}

function reaches(grant: string, database: string): boolean {
  const target = (grant.split(' ON ')[1] ?? '').split(' TO ')[0]?.replaceAll('`', '') ?? '';
  return target === '*.*' || target === `${database}.*` || APPEND_ONLY.some((table) => target === `${database}.${table}`);
}

async function examineRedis(): Promise<Finding[]> {
  const given = process.env['REDIS_URL'];
  if (!given) return [await examineProgram('Redis', await redisProgram(), 'redis-server', 'REDIS_URL')];
  return examineGiven('Redis', async () => [ok('Redis', `${await checkRedis(given, 'REDIS_URL')} from REDIS_URL`)], 'start it, or correct or unset REDIS_URL');
}

async function examineTemporal(home: Home): Promise<Finding[]> {
  const given = process.env['TEMPORAL_ADDRESS'];
  if (given) {
    return examineGiven('Temporal', async () => [ok('Temporal', `${await checkTemporal(given, process.env['TEMPORAL_NAMESPACE'] ?? 'default', 'TEMPORAL_ADDRESS')} from TEMPORAL_ADDRESS`)], 'start it, or correct or unset TEMPORAL_ADDRESS');
  }
  const binary = temporalPresent(home);
  if (binary) return [ok('Temporal', await versionOf(binary))];
  if (findBinary('python3') || canInstallPackages() || (await dockerAnswers())) return [note('Temporal', 'not here yet; npm start fetches it')];
  return [problem('Temporal', 'not found', 'install its command line (https://docs.temporal.io/cli), or python3 with venv, or set TEMPORAL_ADDRESS')];
}

async function examineGiven(area: string, look: () => Promise<Finding[]>, mend: string): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [problem(area, messageOf(error), mend)];
  }
}

async function examineProgram(area: string, { binary, refusal }: Program, packages: string, variable: string): Promise<Finding> {
  if (binary) return ok(area, await versionOf(binary));
  if (await dockerAnswers()) return note(area, 'not here; npm start runs it in a container');
  if (refusal) return problem(area, refusal.message, `upgrade it, or set ${variable}`);
  if (canInstallPackages()) return note(area, `not here yet; npm start installs ${packages}`);
  return problem(area, 'not found', `install ${packages}, or set ${variable}`);
}

async function versionOf(binary: string): Promise<string> {
  const outcome = await run(binary, ['--version'], { timeoutMs: 10_000 });
  return `${binary} (${outcome.stdout.trim().split('\n')[0] ?? '?'})`;
}
