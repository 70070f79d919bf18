import { type Migration } from '../migration';

/** Letters written for a claim, sealed: the words and the PDF. */
export const claimDocuments: Migration = {
  name: '0036-claim-documents',
  up: [
    `CREATE TABLE claim_documents (
      id VARCHAR(36) PRIMARY KEY,
      claim_id VARCHAR(36) NOT NULL,
      kind VARCHAR(20) NOT NULL,
      text_enc MEDIUMBLOB NOT NULL COMMENT 'the words as written',
      content_enc MEDIUMBLOB NOT NULL COMMENT 'the PDF, in base64',
      created_by VARCHAR(36) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      KEY claim_documents_claim (claim_id, created_at),
      FOREIGN KEY (claim_id) REFERENCES claims (id),
      FOREIGN KEY (created_by) REFERENCES staff_users (id),
      CHECK (kind IN ('appeal-letter'))
    )`,
  ],
};
