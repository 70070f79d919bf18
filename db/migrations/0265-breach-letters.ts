import { type Migration } from '../migration';

/** Letters to those a breach affected (45 CFR 164.404), and the breach in each one's account of disclosures (164.528). */
export const breachLetters: Migration = {
  name: '0265-breach-letters',
  up: [
    `CREATE TABLE breach_notices (
      breach_id VARCHAR(36) PRIMARY KEY,
      happened_enc MEDIUMBLOB NOT NULL,
      data_enc MEDIUMBLOB NOT NULL COMMENT 'which kinds of information',
      steps_enc MEDIUMBLOB NOT NULL COMMENT 'what those affected can do',
      doing_enc MEDIUMBLOB NOT NULL COMMENT 'what the hospital does',
      contact_enc MEDIUMBLOB NOT NULL,
      written_by VARCHAR(36) NOT NULL,
      written_at DATETIME(3) NOT NULL,
      FOREIGN KEY (breach_id) REFERENCES breaches (id),
      FOREIGN KEY (written_by) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE breach_letters (
      breach_id VARCHAR(36) NOT NULL,
      patient_id VARCHAR(36) NOT NULL,
      sent_on DATE NOT NULL,
      way VARCHAR(5) NOT NULL COMMENT 'mail, or email when the patient agreed to it',
      marked_by VARCHAR(36) NOT NULL,
      marked_at DATETIME(3) NOT NULL,
      PRIMARY KEY (breach_id, patient_id),
      FOREIGN KEY (breach_id) REFERENCES breaches (id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (marked_by) REFERENCES staff_users (id),
      CHECK (way IN ('mail', 'email'))
    )`,
    `ALTER TABLE disclosures
      ADD COLUMN breach_id VARCHAR(36) NULL COMMENT 'entered by itself for this breach',
      ADD COLUMN standing_breach_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN withdrawn_at IS NULL THEN breach_id END) VIRTUAL`,
    `ALTER TABLE disclosures
      ADD UNIQUE KEY disclosures_one_per_breach (standing_breach_id, patient_id),
      ADD CONSTRAINT disclosures_breach FOREIGN KEY (breach_id) REFERENCES breaches (id)`,
  ],
};
