import { type Sequelize, Transaction } from 'sequelize';
import { bind } from './bind';

/** What a write answers. */
export interface WriteResult {
  readonly affectedRows: number;
}

/** A connection of the driver, as far as it is used here. */
interface Connection {
  /** Whose it is while a transaction has it. */
  uuid?: string | undefined;
  query(options: { readonly sql: string }, done: (error: DriverError | null, result: unknown) => void): unknown;
}

interface DriverError extends Error {
  readonly errno?: number;
}

/** What Sequelize has and its types do not show: its pool, and how it words the driver's errors. */
interface Inside {
  readonly connectionManager: { getConnection(): Promise<Connection>; releaseConnection(connection: Connection): void; destroyConnection(connection: Connection): Promise<void> };
  readonly dialect: { readonly Query: new (connection: Connection, sequelize: Sequelize, options: object) => { formatError(error: DriverError): Error } };
}

interface Open {
  readonly id: string;
  connection: Connection;
  finished?: string;
}

const DEADLOCK = 1213;

/**
 * Send one statement to the record: rows of a read, or what a write answers. It goes to the driver straight, by Sequelize's own pool and transactions and with
 * its errors: building a query object, hooks and a stack trace for each statement took more processor time than the driver itself.
 */
export async function send<T>(sequelize: Sequelize, transaction: Transaction | null, sql: string, values: Readonly<Record<string, unknown>> | readonly unknown[]): Promise<T> {
  const text = bind(sql, values);
  const { connectionManager, dialect } = sequelize as unknown as Inside;
  if (transaction) assertOpen(transaction);
  const connection = transaction ? (transaction as unknown as Open).connection : await connectionManager.getConnection();
  try {
    return await ask<T>(connection, text);
  } catch (error) {
    if (transaction && (error as DriverError).errno === DEADLOCK) await end(transaction);
    throw new dialect.Query(connection, sequelize, {}).formatError(Object.assign(error as DriverError, { sql: text }));
  } finally {
    if (!transaction) connectionManager.releaseConnection(connection);
  }
}

/** Run work as one transaction at the connection's own isolation level: committed when it resolves, taken back when it throws. */
export async function transact<T>(sequelize: Sequelize, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const transaction = new Transaction(sequelize, {});
  const open = transaction as unknown as Open;
  open.connection = await (sequelize as unknown as Inside).connectionManager.getConnection();
  open.connection.uuid = open.id;
  await step(sequelize, open, 'START TRANSACTION');
  let result: T;
  try {
    result = await work(transaction);
  } catch (error) {
    if (!open.finished) await finish(sequelize, open, 'rollback').catch(() => undefined); // what went wrong before is the one to tell
    throw error;
  }
  await finish(sequelize, open, 'commit');
  return result;
}

async function finish(sequelize: Sequelize, open: Open, how: 'commit' | 'rollback'): Promise<void> {
  open.finished = how;
  await step(sequelize, open, how);
  open.connection.uuid = undefined;
  (sequelize as unknown as Inside).connectionManager.releaseConnection(open.connection);
}

/** A connection on which it is unknown whether a transaction stands is never used again. */
async function step(sequelize: Sequelize, { connection }: Open, sql: string): Promise<void> {
  const { connectionManager, dialect } = sequelize as unknown as Inside;
  try {
    await ask(connection, sql);
  } catch (error) {
    connection.uuid = undefined;
    await connectionManager.destroyConnection(connection).catch(() => undefined);
    throw new dialect.Query(connection, sequelize, {}).formatError(error as DriverError);
  }
}

/** The server has taken a deadlock's victim back as a whole: nothing more may run as if the transaction stood. */
async function end(transaction: Transaction): Promise<void> {
  await transaction.rollback().catch(() => undefined);
  (transaction as unknown as Open).finished = 'rollback';
}

function assertOpen(transaction: Transaction): void {
  const { finished } = transaction as unknown as Open;
  if (finished) throw new Error(`${finished} has been called on this transaction: nothing more can run in it.`);
}

function ask<T>(connection: Connection, sql: string): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.query({ sql }, (error, result) => (error ? reject(error) : resolve(result as T)));
  });
}
