import { type Migration } from '../migration';

/** Deteriorations and how each was answered, and who decided on the second SpO2 scale. */
export const observations: Migration = {
  name: '0055-observations',
  up: [
    `CREATE TABLE escalations (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      encounter_id VARCHAR(36) NOT NULL,
      news2 INT NOT NULL COMMENT 'the highest since it was raised',
      risk VARCHAR(12) NOT NULL,
      is_complete TINYINT NOT NULL DEFAULT 1 COMMENT '0: values were missing, the true score can only be higher',
      raised_at DATETIME(3) NOT NULL,
      raised_by VARCHAR(36) NULL,
      acknowledged_at DATETIME(3) NULL,
      acknowledged_by VARCHAR(36) NULL,
      reobserved_at DATETIME(3) NULL COMMENT 'the latest observations since',
      reobserved_news2 INT NULL,
      closed_at DATETIME(3) NULL COMMENT 'acknowledged, and observed again after that',
      open_encounter_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN encounter_id END) VIRTUAL,
      UNIQUE KEY one_open_escalation (open_encounter_id),
      KEY escalations_encounter (encounter_id, raised_at),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      CHECK (risk IN ('low-medium', 'medium', 'high')),
      CHECK (closed_at IS NULL OR (acknowledged_at IS NOT NULL AND reobserved_at IS NOT NULL))
    )`,
    `ALTER TABLE encounters
      ADD COLUMN spo2_scale_by VARCHAR(36) NULL,
      ADD COLUMN spo2_scale_at DATETIME(3) NULL,
      ADD COLUMN spo2_scale_reason_enc BLOB NULL`,
  ],
};
