import { Sequelize } from 'sequelize';
import { type KeyRing } from '../keys/keyRing';
import { loadDataKeys } from './keys/dataKeys';
import { initModels } from './models';
import { FieldCipher } from './sealed';

/** An open record: the connection pool and the cipher for its sealed fields. */
export interface Database {
  readonly sequelize: Sequelize;
  readonly cipher: FieldCipher;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections held at most; default 20. */
  readonly poolSize?: number;
}

/**
 * Open the record. READ COMMITTED with explicit row locks: the default isolation of MariaDB and MySQL would still lose
 * updates and adds gap locks that only deadlock. Models are bound to this connection (one per process).
 */
export async function openDatabase(url: string, keys: KeyRing, options: ConnectOptions = {}): Promise<Database> {
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    logging: false,
    timezone: '+00:00',
    pool: { max: options.poolSize ?? 20, min: 0, acquire: 20_000, idle: 30_000 },
    // Read as UTC by the driver's own compiled reader; Sequelize's function for each value of each row took longer than the rest of reading it.
    dialectOptions: { charset: 'utf8mb4', supportBigNumbers: true, bigNumberStrings: false, typeCast: true, timezone: 'Z', dateStrings: ['DATE'] },
  });
  // Once for each connection, not one round trip for each transaction.
  sequelize.addHook('afterConnect', (connection) => readCommitted(connection as Connection));
  initModels(sequelize);
  const cipher = new FieldCipher(keys, await loadDataKeys(sequelize, keys));
  return { sequelize, cipher, close: () => sequelize.close() };
}

/** A driver's connection, as far as it is used here. */
interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

function readCommitted(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) => (error ? reject(error) : resolve())));
}
