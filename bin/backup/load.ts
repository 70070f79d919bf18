import { type Connection } from 'mysql2/promise';
import { type DumpLine } from './dump';
import { BackupRefused } from './refusal';

/** Statements that are run once the tables stand where they belong: a trigger would count again what it counted before. */
export interface AfterLoad {
  readonly views: readonly string[];
  readonly triggers: readonly string[];
}

const COMMIT_EVERY = 16;

/** A connection set up to load a dump: the dump's own values are taken as they are. */
export async function prepareToLoad(connection: Connection): Promise<void> {
  await keepOffBinaryLog(connection);
  for (const statement of ["SET NAMES utf8mb4", "SET time_zone = '+00:00'", "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_TRANS_TABLES'", 'SET foreign_key_checks = 0', 'SET unique_checks = 0']) await connection.query(statement);
}

/** A restore is no part of what happened: it stays off the binary log where the user may say so. Back up again after it. */
export async function keepOffBinaryLog(connection: Connection): Promise<void> {
  await connection.query('SET SESSION sql_log_bin = 0').catch(() => undefined);
}

/** Make the tables of a dump and fill them in the database this connection uses, which is empty. Answers what is left to be made. */
export async function loadTables(connection: Connection, dump: AsyncIterable<Buffer>, onTable: (table: string) => void): Promise<AfterLoad> {
  let into = '';
  let uncommitted = 0;
  await connection.query('SET autocommit = 0');
  for await (const text of linesOf(dump)) {
    const content = JSON.parse(text) as DumpLine;
    switch (content.kind) {
      case 'table':
        await connection.query(content.create);
        into = connection.format('INSERT INTO ?? (??) VALUES ', [content.table, content.columns]);
        onTable(content.table);
        break;
      case 'rows':
        await connection.query(into + content.values);
        uncommitted += 1;
        if (uncommitted % COMMIT_EVERY === 0) await connection.query('COMMIT');
        break;
      case 'after':
        await connection.query('COMMIT');
        await connection.query('SET autocommit = 1');
        return content;
    }
  }
  throw new BackupRefused('The database in this backup has no end.');
}

/** Only the line feed ends a line here: JSON leaves other separators of Unicode as they are. */
async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let waiting: Buffer[] = [];
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
      yield Buffer.concat([...waiting, piece.subarray(from, at)]).toString('utf8');
      waiting = [];
      from = at + 1;
    }
    waiting.push(piece.subarray(from));
  }
}
