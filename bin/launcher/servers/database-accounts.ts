import { type Secrets } from '../home';

export const DATABASE = 'careway';
/** What API, relay and importers run as. It may never alter tables, and the grants after migration keep it off audit history. */
export const APPLICATION = 'careway';
/** What migrations and tests run as. */
export const OWNER = 'careway_owner';

/**
 * Creates the database and its two users, or brings their passwords in line with the home's secrets. Harmless to repeat:
 * the server runs it at every start, before it accepts a connection. One line each, as an init file wants it.
 */
export function accountStatements(secrets: Pick<Secrets, 'databasePassword' | 'databaseOwnerPassword'>): string[] {
  const user = (name: string, password: string) => [
    `CREATE USER IF NOT EXISTS '${name}'@'%' IDENTIFIED BY '${password}'`,
    `ALTER USER '${name}'@'%' IDENTIFIED BY '${password}'`,
  ];
  return [
    `CREATE DATABASE IF NOT EXISTS ${DATABASE} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    ...user(OWNER, secrets.databaseOwnerPassword),
    `GRANT ALL PRIVILEGES ON *.* TO '${OWNER}'@'%' WITH GRANT OPTION`,
    ...user(APPLICATION, secrets.databasePassword),
    // Reading and adding everywhere; changing and deleting is granted table by table after migration.
    `GRANT SELECT, INSERT, EXECUTE, CREATE TEMPORARY TABLES ON ${DATABASE}.* TO '${APPLICATION}'@'%'`,
  ];
}
