import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { type Database, openDatabase } from '../../db/connect';
import { migrate } from '../../db/migrate';
import { KeyRing } from '../../keys/keyRing';

export const TEST_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh, migrated database on the real server of `DATABASE_URL`; drop it when done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = process.env['DATABASE_ADMIN_URL'] ?? process.env['DATABASE_URL'];
  if (!admin) throw new Error('DATABASE_URL is not set: run the tests with `npm test`, which starts the servers.');
  const name = `careway_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const connection = await createConnection(admin);
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const url = admin.replace(/\/[^/?]*(\?.*)?$/, `/${name}`);
  await migrate(url);
  const database = await openDatabase(url, KeyRing.parse(TEST_KEYS));
  return {
    database,
    url,
    drop: async () => {
      await database.close();
      await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
    },
  };
}
