import { type Migration } from '../migration';

/** Files that payers and clearinghouses send: each is taken in once, whatever its name. */
export const exchangeFiles: Migration = {
  name: '0021-exchange-files',
  up: [
    `CREATE TABLE exchange_files (
      id VARCHAR(36) PRIMARY KEY,
      content_hash BINARY(32) NOT NULL,
      bytes BIGINT NOT NULL,
      kinds VARCHAR(40) NULL COMMENT 'transaction sets in it: 835, 277CA, 999',
      state VARCHAR(10) NOT NULL,
      problem VARCHAR(1000) NULL COMMENT 'positions and codes, never data of the file',
      received_at DATETIME(3) NOT NULL,
      taken_in_hash BINARY(32) GENERATED ALWAYS AS (CASE WHEN state = 'taken-in' THEN content_hash END) VIRTUAL,
      UNIQUE KEY exchange_files_once (taken_in_hash),
      KEY exchange_files_received (received_at, id),
      CHECK (state IN ('taken-in', 'failed'))
    )`,
    `CREATE TABLE exchange_file_parts (
      file_id VARCHAR(36) NOT NULL,
      part INT NOT NULL,
      content_enc MEDIUMBLOB NOT NULL COMMENT 'a piece of the file as received',
      PRIMARY KEY (file_id, part),
      FOREIGN KEY (file_id) REFERENCES exchange_files (id)
    )`,
    `ALTER TABLE remittances
      ADD COLUMN file_id VARCHAR(36) NULL COMMENT 'the file it came in; content_enc is then null',
      ADD CONSTRAINT remittances_file FOREIGN KEY (file_id) REFERENCES exchange_files (id)`,
  ],
};
