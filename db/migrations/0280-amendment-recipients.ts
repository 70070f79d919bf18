import { type Migration } from '../migration';

/** Who has to be told of an accepted amendment (45 CFR 164.526(c)(3)): whom the patient named, and whom the record knows to have been told what was wrong. */
export const amendmentRecipients: Migration = {
  name: '0280-amendment-recipients',
  up: [
    "ALTER TABLE amendments ADD COLUMN inform_enc MEDIUMBLOB NULL COMMENT 'whom the patient wants to be told, one a line'",
    `CREATE TABLE amendment_recipients (
      id VARCHAR(36) PRIMARY KEY,
      amendment_id VARCHAR(36) NOT NULL,
      patient_id VARCHAR(36) NOT NULL,
      kind VARCHAR(12) NOT NULL,
      sort_order INT NOT NULL,
      name_enc BLOB NOT NULL,
      disclosure_id VARCHAR(36) NULL,
      payer_id VARCHAR(36) NULL,
      outcome VARCHAR(10) NULL,
      words_enc BLOB NULL COMMENT 'how they were told, or why not',
      marked_by VARCHAR(36) NULL,
      marked_at DATETIME(3) NULL,
      UNIQUE KEY amendment_recipients_order (amendment_id, sort_order),
      UNIQUE KEY amendment_recipients_disclosure (amendment_id, disclosure_id),
      UNIQUE KEY amendment_recipients_payer (amendment_id, payer_id),
      KEY amendment_recipients_patient (patient_id),
      FOREIGN KEY (amendment_id) REFERENCES amendments (id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (disclosure_id) REFERENCES disclosures (id),
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      FOREIGN KEY (marked_by) REFERENCES staff_users (id),
      CHECK (kind IN ('named', 'disclosure', 'payer')),
      CHECK ((kind = 'disclosure') = (disclosure_id IS NOT NULL)),
      CHECK ((kind = 'payer') = (payer_id IS NOT NULL)),
      CHECK (outcome IS NULL OR outcome IN ('told', 'not-told')),
      CHECK ((outcome IS NULL) = (words_enc IS NULL)),
      CHECK ((outcome IS NULL) = (marked_by IS NULL)),
      CHECK ((outcome IS NULL) = (marked_at IS NULL))
    )`,
  ],
};
