import { type Migration } from '../migration';

/** Who has looked at a report, what its values were before they were amended or corrected, and why a test was ordered again. */
export const results: Migration = {
  name: '0051-results',
  up: [
    `ALTER TABLE diagnostic_reports
      ADD COLUMN reviewed_at DATETIME(3) NULL COMMENT 'null: no clinician has looked at it, or not since it was changed',
      ADD COLUMN reviewed_by VARCHAR(36) NULL,
      ADD KEY diagnostic_reports_unreviewed (reviewed_at, source, issued_at),
      ADD CONSTRAINT diagnostic_reports_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES staff_users (id)`,
    `CREATE TABLE observation_versions (
      observation_id VARCHAR(36) NOT NULL,
      version INT NOT NULL COMMENT '1: the value first reported',
      status VARCHAR(20) NOT NULL,
      value_number DECIMAL(18, 6) NULL,
      value_text_enc BLOB NULL,
      interpretation VARCHAR(4) NULL,
      reason_enc BLOB NOT NULL COMMENT 'why it was changed',
      changed_by VARCHAR(36) NOT NULL,
      changed_at DATETIME(3) NOT NULL,
      PRIMARY KEY (observation_id, version),
      FOREIGN KEY (observation_id) REFERENCES observations (id),
      FOREIGN KEY (changed_by) REFERENCES staff_users (id)
    )`,
    `ALTER TABLE service_requests ADD COLUMN duplicate_reason_enc BLOB NULL`,
  ],
};
