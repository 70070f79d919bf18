import { type Migration } from '../migration';

/** A branch of a discharge that somebody let pass, with the reason. Once per branch and stay; nothing takes it back. */
export const discharge: Migration = {
  name: '0057-discharge',
  up: [
    `CREATE TABLE discharge_overrides (
      id VARCHAR(36) PRIMARY KEY,
      encounter_id VARCHAR(36) NOT NULL,
      patient_id VARCHAR(36) NOT NULL,
      branch VARCHAR(12) NOT NULL,
      reason_enc BLOB NOT NULL,
      overridden_by VARCHAR(36) NOT NULL,
      at DATETIME(3) NOT NULL,
      UNIQUE KEY one_override_per_branch (encounter_id, branch),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      CHECK (branch IN ('clinical', 'nursing', 'financial'))
    )`,
  ],
};
