import { type Migration } from '../migration';

/** Files of payers keep the name they came under, failed ones their content, and what became of them when they were tried again. */
export const keptFiles: Migration = {
  name: '0121-kept-files',
  up: [
    `ALTER TABLE exchange_files
      ADD COLUMN name_enc VARBINARY(700) NULL COMMENT 'what its sender called it',
      ADD COLUMN superseded_by VARCHAR(36) NULL COMMENT 'the same file taken in later',
      ADD KEY exchange_files_state (state, received_at, id),
      ADD CONSTRAINT exchange_files_superseded FOREIGN KEY (superseded_by) REFERENCES exchange_files (id)`,
  ],
};
