import { Sequelize, Transaction } from 'sequelize';
import { type KeyRing } from '../keys/keyRing';
import { initModels } from './models';
import { createDataKey, FieldCipher, type StoredDataKey } from './sealed';

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
    isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED,
    pool: { max: options.poolSize ?? 20, min: 0, acquire: 20_000, idle: 30_000 },
    dialectOptions: { charset: 'utf8mb4', supportBigNumbers: true, bigNumberStrings: false },
  });
  initModels(sequelize);
  const cipher = new FieldCipher(keys, await loadDataKeys(sequelize, keys));
  return { sequelize, cipher, close: () => sequelize.close() };
}

/** The data keys, oldest first; the first process to open an empty record makes them. */
async function loadDataKeys(sequelize: Sequelize, keys: KeyRing): Promise<StoredDataKey[]> {
  const read = async () => {
    const [rows] = await sequelize.query('SELECT id, purpose, master_key_id AS masterKeyId, wrapped_key AS wrappedKey FROM data_keys ORDER BY created_at, id');
    return rows as StoredDataKey[];
  };
  const stored = await read();
  if (stored.length > 0) return stored;
  for (const key of [createDataKey(keys, 'field-1', 'field'), createDataKey(keys, 'index-1', 'index')]) {
    await sequelize.query('INSERT IGNORE INTO data_keys (id, purpose, master_key_id, wrapped_key) VALUES (?, ?, ?, ?)', {
      replacements: [key.id, key.purpose, key.masterKeyId, key.wrappedKey],
    });
  }
  return read();
}
