import { type Sequelize, Transaction } from 'sequelize';
import { bind } from './bind';

/** What a write answers. */
export interface WriteResult {
  readonly affectedRows: number;
  /** What `LAST_INSERT_ID(value)` was told, or the number the server gave a new row; 0: neither. */
  readonly insertId: number | string;
}

/** A connection of the driver, as far as it is used here. */
interface Connection {
  /** Whose it is while a transaction has it. */
  uuid?: string | undefined;
  /** `values` null: they are in their places, and the driver does not look through the text for more. */
  query(options: { readonly sql: string; readonly values: null }, done: (error: DriverError | null, result: unknown) => void): unknown;
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

/** The pool that each pool's transactions take their connections from. */
const apart = new WeakMap<Sequelize, Sequelize>();

/** Transactions get their connections from this pool, on which one begins with the first statement: a round trip less for each. */
export function keepTransactionsApart(sequelize: Sequelize, transactions: Sequelize): void {
  apart.set(sequelize, transactions);
}

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

/** Run work as one transaction at the connection's own isolation level: begun by its first statement, committed when it resolves, taken back when it throws. */
export async function transact<T>(sequelize: Sequelize, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const transaction = new OwnTransaction(sequelize);
  const open = transaction as unknown as Open;
  open.connection = await poolOf(sequelize).getConnection();
  open.connection.uuid = open.id;
  let result: T;
  try {
    result = await work(transaction);
  } catch (error) {
    if (!open.finished) await finish(sequelize, open, 'rollback').catch(() => undefined); // what went wrong before is the one to tell
    throw error;
  }
  assertOpen(transaction);
  await finish(sequelize, open, 'commit');
  return result;
}

/** Sequelize, too, takes a deadlock's victim back when it meets one in a query of a model: the connection goes back to where it came from. */
class OwnTransaction extends Transaction {
  constructor(private readonly of: Sequelize) {
    super(of, {});
  }

  override rollback(): Promise<void> {
    return finish(this.of, this as unknown as Open, 'rollback');
  }
}

async function finish(sequelize: Sequelize, open: Open, how: 'commit' | 'rollback'): Promise<void> {
  const { connection } = open;
  open.finished = how;
  try {
    await ask(connection, how);
  } catch (error) {
    // A connection on which it is unknown whether a transaction stands is never used again.
    await poolOf(sequelize).destroyConnection(connection).catch(() => undefined);
    throw new (sequelize as unknown as Inside).dialect.Query(connection, sequelize, {}).formatError(error as DriverError);
  } finally {
    connection.uuid = undefined;
  }
  poolOf(sequelize).releaseConnection(connection);
}

function poolOf(sequelize: Sequelize): Inside['connectionManager'] {
  const transactions = apart.get(sequelize);
  if (!transactions) throw new Error('This record was not opened by openDatabase: it has no connections for transactions.');
  return (transactions as unknown as Inside).connectionManager;
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
    connection.query({ sql, values: null }, (error, result) => (error ? reject(error) : resolve(result as T)));
  });
}
