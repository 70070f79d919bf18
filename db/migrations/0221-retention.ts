import { type Migration } from '../migration';

/** How long each kind of record is kept, what was removed when, and legal holds that stop it. */
export const retention: Migration = {
  name: '0221-retention',
  up: [
    `CREATE TABLE retention_periods (
      kind VARCHAR(20) PRIMARY KEY COMMENT 'domain/privacy/retention',
      days INT NOT NULL,
      changed_by VARCHAR(36) NULL,
      changed_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      FOREIGN KEY (changed_by) REFERENCES staff_users (id),
      CHECK (days > 0)
    )`,
    `CREATE TABLE legal_holds (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      reason_enc BLOB NOT NULL,
      placed_by VARCHAR(36) NOT NULL,
      placed_at DATETIME(3) NOT NULL,
      lifted_by VARCHAR(36) NULL,
      lifted_at DATETIME(3) NULL,
      lift_reason_enc BLOB NULL,
      version INT NOT NULL DEFAULT 1,
      KEY legal_holds_patient (patient_id, lifted_at),
      KEY legal_holds_placed (placed_at, id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (placed_by) REFERENCES staff_users (id),
      FOREIGN KEY (lifted_by) REFERENCES staff_users (id),
      CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
      CHECK ((lifted_at IS NULL) = (lift_reason_enc IS NULL))
    )`,
    `CREATE TABLE retention_runs (
      id VARCHAR(36) PRIMARY KEY,
      dry_run_id VARCHAR(36) NULL UNIQUE COMMENT 'null: this is a dry run; else the one it carries out, once',
      counts JSON NOT NULL,
      ran_by VARCHAR(36) NOT NULL COMMENT 'a member of the staff, or the command line',
      ran_at DATETIME(3) NOT NULL,
      KEY retention_runs_ran (ran_at, id),
      FOREIGN KEY (dry_run_id) REFERENCES retention_runs (id)
    )`,
    `CREATE TABLE retention_purges (
      patient_id VARCHAR(36) NOT NULL,
      run_id VARCHAR(36) NOT NULL,
      purged_at DATETIME(3) NOT NULL,
      PRIMARY KEY (patient_id, run_id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (run_id) REFERENCES retention_runs (id)
    )`,
  ],
};
