import { type Migration } from '../migration';

/** Who said that an observation was entered in error, when and why; and deteriorations that were none because of it. */
export const observationErrors: Migration = {
  name: '0130-observation-errors',
  up: [
    `ALTER TABLE observations
      ADD COLUMN error_at DATETIME(3) NULL,
      ADD COLUMN error_by VARCHAR(36) NULL,
      ADD COLUMN error_reason_enc BLOB NULL,
      ADD CONSTRAINT observations_error_by FOREIGN KEY (error_by) REFERENCES staff_users (id),
      ADD CONSTRAINT observations_error CHECK (error_at IS NULL OR (status = 'entered-in-error' AND error_by IS NOT NULL AND error_reason_enc IS NOT NULL))`,
    `ALTER TABLE escalations
      ADD COLUMN withdrawn_at DATETIME(3) NULL COMMENT 'what raised it was entered in error, and nothing else calls for help',
      ADD COLUMN withdrawn_by VARCHAR(36) NULL,
      ADD CONSTRAINT escalations_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES staff_users (id),
      ADD CONSTRAINT escalations_withdrawn CHECK (withdrawn_at IS NULL OR (withdrawn_by IS NOT NULL AND closed_at IS NULL))`,
    'ALTER TABLE escalations DROP KEY one_open_escalation',
    'ALTER TABLE escalations DROP COLUMN open_encounter_id',
    `ALTER TABLE escalations
      ADD COLUMN open_encounter_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL AND withdrawn_at IS NULL THEN encounter_id END) VIRTUAL`,
    'ALTER TABLE escalations ADD UNIQUE KEY one_open_escalation (open_encounter_id)',
  ],
};
