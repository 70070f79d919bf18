import { createConnection } from 'mysql2/promise';
import { adminUrl, makeDatabase } from '../database';
import { describeDatabase } from './describe';
import { keepSchema } from './keep';

/** Before the first test of a run: migrate once, for every test file to copy. */
export default async function setup(): Promise<void> {
  if (!adminUrl()) return; // each test says what is missing
  const migrated = await makeDatabase(null);
  const connection = await createConnection(migrated.url);
  keepSchema(await describeDatabase(connection, migrated.name));
  await connection.end();
  await migrated.drop();
}
