import { type Migration } from '../migration';

/**
 * Data keys rotate while people work: a new key is known to every process before it seals anything, and every process says which keys
 * it knows.
 */
export const dataKeyRotation: Migration = {
  name: '0155-data-key-rotation',
  up: [
    "ALTER TABLE data_keys ADD COLUMN seals_from DATETIME(3) NULL COMMENT 'null: known, and seals nothing yet'",
    `CREATE TABLE key_holders (
      id VARCHAR(36) PRIMARY KEY,
      master_keys VARCHAR(400) NOT NULL COMMENT 'IDs, newest first, comma separated',
      data_keys VARCHAR(400) NOT NULL,
      seen_at DATETIME(3) NOT NULL,
      KEY key_holders_seen (seen_at)
    )`,
  ],
};
