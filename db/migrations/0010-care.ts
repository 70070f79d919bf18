import { type Migration } from '../migration';

/** Why a bed is out of use, which SpO2 scale a stay is scored by, why a medicine was ordered despite an allergy, and how far a demonstration skipped a workflow's time. */
export const care: Migration = {
  name: '0010-care',
  up: [
    `ALTER TABLE beds ADD COLUMN closed_reason VARCHAR(20) NULL`,
    `ALTER TABLE encounters
      ADD COLUMN spo2_scale TINYINT NOT NULL DEFAULT 1 COMMENT 'NEWS2: 2 for a target of 88 to 92 %, by decision of a clinician',
      ADD CHECK (spo2_scale IN (1, 2))`,
    `ALTER TABLE medication_requests ADD COLUMN allergy_override_enc BLOB NULL`,
    `CREATE TABLE workflow_time_skips (
      workflow_id VARCHAR(120) PRIMARY KEY,
      skipped_ms BIGINT NOT NULL COMMENT 'how far the workflow is ahead of the clock; its record was moved back as far',
      updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      CHECK (skipped_ms >= 0)
    )`,
  ],
};
