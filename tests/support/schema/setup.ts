import { createConnection } from 'mysql2/promise';
import { adminUrl, makeDatabase } from '../database';
import { describeDatabase } from './describe';
import { forgetSchema, keepSchema } from './keep';

/** Before the first test of a run: migrate once, for every test file to copy. What it answers is called after the last. */
export default async function setup(): Promise<() => void> {
  if (!adminUrl()) return forgetSchema; // each test says what is missing
  const migrated = await makeDatabase(null);
  const connection = await createConnection(migrated.url);
  keepSchema(await describeDatabase(connection, migrated.name));
  await connection.end();
  await migrated.drop();
  return forgetSchema;
}
