import { type Migration } from '../migration';

/** Coded diagnoses, what kind of message a submission was, how a settlement splits, and the demonstration payer's own memory. */
export const revenueCycle: Migration = {
  name: '0008-revenue-cycle',
  up: [
    `CREATE TABLE coded_diagnoses (
      id VARCHAR(36) PRIMARY KEY,
      encounter_id VARCHAR(36) NOT NULL,
      system_code VARCHAR(20) NOT NULL COMMENT 'what was recorded: SNOMED or ICD10CM',
      source_code VARCHAR(40) NOT NULL,
      condition_id VARCHAR(36) NULL,
      code VARCHAR(10) NULL COMMENT 'ICD-10-CM; null until coded, or when not billable',
      state VARCHAR(12) NOT NULL DEFAULT 'uncoded',
      is_principal TINYINT NOT NULL DEFAULT 0,
      present_on_admission VARCHAR(1) NULL,
      coded_by VARCHAR(36) NULL COMMENT 'null: by the crosswalk',
      coded_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      principal_encounter_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN is_principal = 1 THEN encounter_id END) VIRTUAL,
      UNIQUE KEY one_coding_per_diagnosis (encounter_id, system_code, source_code),
      UNIQUE KEY one_principal_diagnosis (principal_encounter_id),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      FOREIGN KEY (condition_id) REFERENCES conditions (id),
      CHECK (state IN ('uncoded', 'coded', 'not-billable')),
      CHECK ((state = 'coded') = (code IS NOT NULL)),
      CHECK (is_principal = 0 OR state = 'coded')
    )`,
    `ALTER TABLE claim_submissions
      ADD COLUMN kind VARCHAR(12) NOT NULL DEFAULT 'original',
      ADD COLUMN status_codes JSON NULL COMMENT '[{category, status}] of the 277CA',
      ADD CHECK (kind IN ('original', 'replacement', 'void', 'appeal'))`,
    `ALTER TABLE remittance_claims
      ADD COLUMN submission_id VARCHAR(36) NULL,
      ADD COLUMN contractual_cents BIGINT NULL,
      ADD COLUMN denied_cents BIGINT NULL,
      ADD COLUMN queue_reason VARCHAR(40) NULL COMMENT 'why it was not posted',
      ADD COLUMN reversed_by_id VARCHAR(36) NULL,
      ADD COLUMN remarks JSON NULL,
      ADD KEY remittance_claims_state (state)`,
    `ALTER TABLE payments
      ADD COLUMN reference_index BINARY(32) NULL COMMENT 'check or receipt number; the same one is taken once',
      ADD COLUMN reference_enc VARBINARY(255) NULL,
      ADD UNIQUE KEY payments_reference (account_id, method, reference_index)`,
    `ALTER TABLE claims ADD KEY claims_patient (patient_id), ADD KEY claims_account (account_id)`,
    `CREATE TABLE payer_behaviours (
      payer_id VARCHAR(36) PRIMARY KEY,
      acknowledge_after_ms BIGINT NOT NULL,
      remit_after_ms BIGINT NOT NULL,
      copies TINYINT NOT NULL DEFAULT 1,
      out_of_order TINYINT NOT NULL DEFAULT 0,
      reject_percent TINYINT NOT NULL DEFAULT 0,
      deny_percent TINYINT NOT NULL DEFAULT 0,
      uphold_percent TINYINT NOT NULL DEFAULT 0,
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      CHECK (copies BETWEEN 1 AND 5),
      CHECK (reject_percent BETWEEN 0 AND 100),
      CHECK (deny_percent BETWEEN 0 AND 100),
      CHECK (uphold_percent BETWEEN 0 AND 100)
    )`,
    `CREATE TABLE payer_decisions (
      submission_id VARCHAR(36) PRIMARY KEY,
      payer_id VARCHAR(36) NOT NULL,
      coverage_id VARCHAR(36) NULL,
      payer_claim_number VARCHAR(50) NOT NULL UNIQUE,
      trace_number VARCHAR(50) NOT NULL UNIQUE,
      decision_enc MEDIUMBLOB NOT NULL COMMENT 'JSON {claim, result}: what was asked and answered',
      remittance_enc MEDIUMBLOB NOT NULL COMMENT 'the 835 as sent; a second copy is the same bytes',
      superseded_by VARCHAR(36) NULL,
      sequence BIGINT AUTO_INCREMENT UNIQUE,
      decided_at DATETIME(3) NOT NULL,
      KEY payer_decisions_member (coverage_id, sequence),
      FOREIGN KEY (submission_id) REFERENCES claim_submissions (id),
      FOREIGN KEY (payer_id) REFERENCES payers (id)
    )`,
  ],
};
