import { type Migration } from '../migration';

/** One fix for many claims or incidents: the list as frozen, what a dry run found for each, and how each ended. */
export const groupFixes: Migration = {
  name: '0035-group-fixes',
  up: [
    `CREATE TABLE group_fixes (
      id VARCHAR(36) PRIMARY KEY,
      target VARCHAR(10) NOT NULL,
      action VARCHAR(20) NOT NULL,
      request_enc MEDIUMBLOB NOT NULL COMMENT 'JSON: what to change, why, and how the group was chosen',
      state VARCHAR(12) NOT NULL DEFAULT 'planning',
      total INT NOT NULL DEFAULT 0,
      created_by VARCHAR(36) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      planned_at DATETIME(3) NULL,
      applied_at DATETIME(3) NULL,
      ended_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      KEY group_fixes_new (created_at, id),
      KEY group_fixes_person (created_by, created_at),
      FOREIGN KEY (created_by) REFERENCES staff_users (id),
      CHECK (target IN ('claim', 'incident')),
      CHECK (state IN ('planning', 'planned', 'applying', 'done', 'stopped'))
    )`,
    `CREATE TABLE group_fix_items (
      group_fix_id VARCHAR(36) NOT NULL,
      target_id VARCHAR(36) NOT NULL,
      claim_id VARCHAR(36) NULL,
      incident_id VARCHAR(36) NULL,
      state VARCHAR(12) NOT NULL DEFAULT 'listed',
      planned_version INT NULL COMMENT 'of the claim or incident at the dry run; what changed since is not touched',
      plan_enc MEDIUMBLOB NULL COMMENT 'JSON: what will change, field by field',
      problem_enc BLOB NULL COMMENT 'JSON: why not',
      tried_at DATETIME(3) NULL,
      PRIMARY KEY (group_fix_id, target_id),
      KEY group_fix_items_state (group_fix_id, state, target_id),
      KEY group_fix_items_claim (claim_id),
      KEY group_fix_items_incident (incident_id),
      FOREIGN KEY (group_fix_id) REFERENCES group_fixes (id),
      FOREIGN KEY (claim_id) REFERENCES claims (id),
      FOREIGN KEY (incident_id) REFERENCES incidents (id),
      CHECK (state IN ('listed', 'ready', 'impossible', 'done', 'failed', 'left-out')),
      CHECK (target_id = COALESCE(claim_id, incident_id))
    )`,
    `ALTER TABLE claims
      ADD COLUMN escalated_at DATETIME(3) NULL,
      ADD COLUMN escalated_by VARCHAR(36) NULL,
      ADD FOREIGN KEY (escalated_by) REFERENCES staff_users (id),
      ADD KEY claims_fingerprint (stuck_fingerprint)`,
  ],
};
