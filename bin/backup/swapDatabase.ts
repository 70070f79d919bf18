import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { connect, parseDatabaseUrl } from '../launcher/servers/database-address';
import { keepOffBinaryLog } from './load';
import { type LoadedBeside } from './loadBeside';

/** Tables of a database; views are no part of it. */
export async function tablesOf(connection: Connection, database: string): Promise<string[]> {
  return names(connection, "SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'", database);
}

/**
 * Put loaded tables in the record's place. All tables change places in one statement, which the server does as a whole or not at all;
 * what was there is dropped last.
 */
export async function swapDatabase(ownerUrl: string, loaded: LoadedBeside): Promise<void> {
  const { name: target } = parseDatabaseUrl(ownerUrl, 'DATABASE_ADMIN_URL');
  const aside = loaded.name.replace('restore', 'before');
  const connection = await connect(ownerUrl);
  try {
    const id = (database: string, name: string) => `${connection.escapeId(database)}.${connection.escapeId(name)}`;
    await keepOffBinaryLog(connection);
    await connection.query('SET foreign_key_checks = 0');
    await connection.query(`CREATE DATABASE ${aside} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    // Neither moves to another database with its table.
    for (const trigger of await names(connection, 'SELECT TRIGGER_NAME AS name FROM information_schema.triggers WHERE TRIGGER_SCHEMA = ?', target)) await connection.query(`DROP TRIGGER ${id(target, trigger)}`);
    for (const view of await names(connection, 'SELECT TABLE_NAME AS name FROM information_schema.views WHERE TABLE_SCHEMA = ?', target)) await connection.query(`DROP VIEW ${id(target, view)}`);
    const moves = [
      ...(await tablesOf(connection, target)).map((table) => `${id(target, table)} TO ${id(aside, table)}`),
      ...(await tablesOf(connection, loaded.name)).map((table) => `${id(loaded.name, table)} TO ${id(target, table)}`),
    ];
    await connection.query(`RENAME TABLE ${moves.join(', ')}`);
    for (const statement of [...loaded.after.triggers, ...loaded.after.views]) await connection.query(statement);
    await connection.query(`DROP DATABASE ${aside}`);
  } finally {
    connection.destroy();
  }
}

async function names(connection: Connection, sql: string, database: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, [database]);
  return rows.map((row) => String(row['name']));
}
