import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { type Database, openDatabase } from '../../db/connect';
import { migrate } from '../../db/migrate';
import { KeyRing } from '../../keys/keyRing';
import { keptSchema } from './schema/keep';

export const TEST_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh database on the real server of `DATABASE_URL` with the schema that the migrations make; drop it when done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (!adminUrl()) throw new Error('DATABASE_URL is not set: run the tests with `npm test`, which starts the servers.');
  const { url, drop } = await makeDatabase(keptSchema());
  return opened(url, drop);
}

/** One that an earlier process left on the server, brought to the newest schema. */
export async function reopenTestDatabase(name: string): Promise<TestDatabase> {
  const url = urlOf(name);
  await migrate(url);
  return opened(url, () => dropDatabase(name));
}

async function opened(url: string, drop: () => Promise<void>): Promise<TestDatabase> {
  const database = await openDatabase(url, KeyRing.parse(TEST_KEYS));
  return {
    database,
    url,
    drop: async () => {
      await database.close();
      await drop();
    },
  };
}

/** Who may make databases, or undefined when nobody started a server. */
export function adminUrl(): string | undefined {
  return process.env['DATABASE_ADMIN_URL'] ?? process.env['DATABASE_URL'];
}

/** An empty database with a schema: copied from these statements, else migrated. */
export async function makeDatabase(schema: readonly string[] | null): Promise<{ readonly name: string; readonly url: string; drop(): Promise<void> }> {
  const admin = adminUrl() ?? '';
  const name = `careway_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const url = urlOf(name);
  const connection = await createConnection(admin);
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  if (schema) for (const statement of [`USE ${name}`, 'SET foreign_key_checks = 0', ...schema, 'SET foreign_key_checks = 1']) await connection.query(statement);
  else await migrate(url);
  await connection.end(); // whoever looks at who uses the database does not see this connection, and a trial may kill the server meanwhile
  return { name, url, drop: () => dropDatabase(name) };
}

function urlOf(name: string): string {
  return (adminUrl() ?? '').replace(/\/[^/?]*(\?.*)?$/, `/${name}`);
}

async function dropDatabase(name: string): Promise<void> {
  const connection = await createConnection(adminUrl() ?? '');
  await connection.query(`DROP DATABASE ${name}`);
  await connection.end();
}
