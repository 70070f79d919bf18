import { QueryTypes, type Sequelize } from 'sequelize';
import { type KeyRing } from '../../keys/keyRing';
import { type FieldCipher } from '../sealed';
import { readDataKeys } from './dataKeys';

/** One that was not seen for so long (it looks every two seconds) has ended without a word. */
const GONE_AFTER_SECONDS = 20;

/** A process that opens and seals fields, and the keys it knows. */
export interface KeyHolder {
  readonly id: string;
  readonly masterKeys: readonly string[];
  readonly dataKeys: readonly string[];
  readonly seenAt: Date;
}

/** Learn the keys that were made since, and say which are known. Throws, having learnt nothing, when one cannot be opened with this ring. */
export async function learnKeys(sequelize: Sequelize, keys: KeyRing, cipher: FieldCipher, holderId: string): Promise<void> {
  let problem: unknown;
  try {
    cipher.learn(keys, await readDataKeys(sequelize));
  } catch (error) {
    problem = error; // whoever rotates must hear of it
  }
  await sequelize.query(
    `INSERT INTO key_holders (id, master_keys, data_keys, seen_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE master_keys = VALUES(master_keys), data_keys = VALUES(data_keys), seen_at = VALUES(seen_at)`,
    { replacements: [holderId, keys.ids.join(','), cipher.keyIds.join(',')] });
  if (problem) throw problem;
}

/** This process ends. */
export async function leaveKeys(sequelize: Sequelize, holderId: string): Promise<void> {
  await sequelize.query('DELETE FROM key_holders WHERE id = ? OR seen_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY', { replacements: [holderId] });
}

/** The processes at work. */
export async function keyHolders(sequelize: Sequelize): Promise<KeyHolder[]> {
  const rows = await sequelize.query<{ id: string; masterKeys: string; dataKeys: string; seenAt: Date }>(
    `SELECT id, master_keys AS masterKeys, data_keys AS dataKeys, seen_at AS seenAt FROM key_holders WHERE seen_at > UTC_TIMESTAMP(3) - INTERVAL ${GONE_AFTER_SECONDS} SECOND`, { type: QueryTypes.SELECT });
  return rows.map((row) => ({ ...row, masterKeys: row.masterKeys.split(','), dataKeys: row.dataKeys.split(',') }));
}
