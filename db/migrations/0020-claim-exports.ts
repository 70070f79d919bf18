import { type Migration } from '../migration';

/** What left the house outside a submission. */
export const claimExports: Migration = {
  name: '0020-claim-exports',
  up: [
    `CREATE TABLE claim_exports (
      claim_id VARCHAR(36) PRIMARY KEY,
      control_number INT NOT NULL UNIQUE COMMENT 'ISA13; the same content keeps its number',
      content_hash BINARY(32) NOT NULL,
      written_at DATETIME(3) NOT NULL COMMENT 'the date the 837 bears',
      FOREIGN KEY (claim_id) REFERENCES claims (id)
    )`,
  ],
};
