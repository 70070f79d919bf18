import { ConnectionError, Sequelize } from 'sequelize';
import { type KeyRing } from '../keys/keyRing';
import { loadDataKeys } from './keys/dataKeys';
import { initModels } from './models';
import { FieldCipher } from './sealed';
import { keepTransactionsApart } from './statement';

/** An open record: the connection pool and the cipher for its sealed fields. */
export interface Database {
  readonly sequelize: Sequelize;
  readonly cipher: FieldCipher;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections held at most, outside transactions; default 20. */
  readonly poolSize?: number;
  /** Connections held at most by transactions; default as many. */
  readonly transactions?: number;
}

/**
 * Open the record. READ COMMITTED with explicit row locks: the default isolation of MariaDB and MySQL would still lose
 * updates and adds gap locks that only deadlock. Models are bound to this connection (one per process). Transactions have connections of their own,
 * on which one begins by itself with the first statement: what runs outside a transaction commits by itself on the others.
 */
export async function openDatabase(url: string, keys: KeyRing, options: ConnectOptions = {}): Promise<Database> {
  const { poolSize = 20, transactions = poolSize } = options;
  const sequelize = connectionsTo(url, poolSize, {}, READ_COMMITTED);
  // What a transaction puts off goes out together with its next statement (db/statement.ts); a text of ours is one statement all the same (db/bind.ts).
  const inTransactions = connectionsTo(url, transactions, { multipleStatements: true }, READ_COMMITTED, 'SET autocommit = 0');
  keepTransactionsApart(sequelize, inTransactions);
  initModels(sequelize);
  const cipher = new FieldCipher(keys, await loadDataKeys(sequelize, keys));
  return { sequelize, cipher, close: async () => void (await Promise.all([sequelize.close(), inTransactions.close()])) };
}

const READ_COMMITTED = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** A pool whose connections are set up with these statements: once for each, not one round trip for each transaction. */
function connectionsTo(url: string, max: number, options: { readonly multipleStatements?: boolean }, ...settings: readonly string[]): Sequelize {
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    logging: false,
    timezone: '+00:00',
    pool: { max, min: 0, acquire: 20_000, idle: 30_000 },
    // Read as UTC by the driver's own compiled reader; Sequelize's function for each value of each row took longer than the rest of reading it.
    dialectOptions: { charset: 'utf8mb4', supportBigNumbers: true, bigNumberStrings: false, typeCast: true, timezone: 'Z', dateStrings: ['DATE'], ...options },
  });
  sequelize.addHook('afterConnect', async (connection) => {
    for (const setting of settings) await tell(connection as Connection, setting);
  });
  return sequelize;
}

/** A driver's connection, as far as it is used here. */
interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

function tell(connection: Connection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => connection.query(sql, (error) => (error ? reject(new ConnectionError(error)) : resolve())));
}
