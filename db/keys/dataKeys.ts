import { QueryTypes, type Sequelize } from 'sequelize';
import { type KeyRing } from '../../keys/keyRing';
import { createDataKey, type NewDataKey, type StoredDataKey } from '../sealed';

/** The data keys, oldest first. */
export async function readDataKeys(sequelize: Sequelize): Promise<StoredDataKey[]> {
  return sequelize.query<StoredDataKey>(
    'SELECT id, purpose, master_key_id AS masterKeyId, wrapped_key AS wrappedKey, seals_from AS sealsFrom, retired_at AS retiredAt FROM data_keys ORDER BY created_at, id', { type: QueryTypes.SELECT });
}

/** The data keys, oldest first; the first process to open an empty record makes them. */
export async function loadDataKeys(sequelize: Sequelize, keys: KeyRing): Promise<StoredDataKey[]> {
  const stored = await readDataKeys(sequelize);
  if (stored.length > 0) return stored;
  for (const key of [createDataKey(keys, 'field-1', 'field'), createDataKey(keys, 'index-1', 'index')]) await insertDataKey(sequelize, key, true);
  return readDataKeys(sequelize);
}

/** Put a key on record; one that is there stays. */
export async function insertDataKey(sequelize: Sequelize, key: NewDataKey, seals: boolean): Promise<void> {
  await sequelize.query(`INSERT IGNORE INTO data_keys (id, purpose, master_key_id, wrapped_key, seals_from) VALUES (?, ?, ?, ?, ${seals ? 'UTC_TIMESTAMP(3)' : 'NULL'})`, {
    replacements: [key.id, key.purpose, key.masterKeyId, key.wrappedKey],
  });
}
