import { type Migration } from '../migration';

/** Prior authorisations (278): asked for, answered by the payer, and valid until a day. */
export const authorizations: Migration = {
  name: '0032-authorizations',
  up: [
    `CREATE TABLE authorizations (
      id VARCHAR(36) PRIMARY KEY,
      encounter_id VARCHAR(36) NOT NULL,
      patient_id VARCHAR(36) NOT NULL,
      coverage_id VARCHAR(36) NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      procedures JSON NOT NULL COMMENT 'HCPCS codes asked for',
      status VARCHAR(12) NOT NULL DEFAULT 'requested',
      number VARCHAR(50) NULL COMMENT 'REF*BB: the payer''s number',
      denial_reason VARCHAR(10) NULL COMMENT 'HCR03',
      requested_by VARCHAR(36) NOT NULL,
      requested_at DATETIME(3) NOT NULL,
      decided_at DATETIME(3) NULL,
      valid_from DATE NULL,
      expires_on DATE NULL,
      dedup_id VARCHAR(190) NOT NULL UNIQUE,
      version INT NOT NULL DEFAULT 1,
      KEY authorizations_encounter (encounter_id, status),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (coverage_id) REFERENCES coverages (id),
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      CHECK (status IN ('requested', 'pending', 'approved', 'denied', 'expired')),
      CHECK (status <> 'approved' OR (number IS NOT NULL AND expires_on IS NOT NULL))
    )`,
  ],
};
