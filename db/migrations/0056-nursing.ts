import { type Migration } from '../migration';

const belongs = `
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id)`;

/** Nursing: assessments by published scales, care plans, and notes that are amended once, by one newer version. */
export const nursing: Migration = {
  name: '0056-nursing',
  up: [
    `CREATE TABLE assessments (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      encounter_id VARCHAR(36) NOT NULL,
      scale VARCHAR(20) NOT NULL,
      answers JSON NOT NULL COMMENT 'item: code of the answer',
      total INT NOT NULL,
      band VARCHAR(20) NOT NULL,
      performer_id VARCHAR(36) NULL,
      task_id VARCHAR(36) NULL,
      at DATETIME(3) NOT NULL,
      KEY assessments_encounter (encounter_id, scale, at),${belongs},
      CHECK (scale IN ('morse', 'braden', 'painad'))
    )`,
    `CREATE TABLE care_plan_problems (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      encounter_id VARCHAR(36) NOT NULL,
      problem_enc BLOB NOT NULL,
      goal_enc BLOB NOT NULL,
      goal_on DATE NULL,
      status VARCHAR(12) NOT NULL DEFAULT 'active',
      created_by VARCHAR(36) NULL,
      created_at DATETIME(3) NOT NULL,
      closed_by VARCHAR(36) NULL,
      closed_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      KEY care_plan_problems_encounter (encounter_id, status),${belongs},
      CHECK (status IN ('active', 'achieved', 'not-achieved'))
    )`,
    `CREATE TABLE care_plan_entries (
      id VARCHAR(36) PRIMARY KEY,
      problem_id VARCHAR(36) NOT NULL,
      kind VARCHAR(12) NOT NULL,
      text_enc BLOB NOT NULL,
      author_id VARCHAR(36) NULL,
      at DATETIME(3) NOT NULL,
      KEY care_plan_entries_problem (problem_id, at),
      FOREIGN KEY (problem_id) REFERENCES care_plan_problems (id),
      CHECK (kind IN ('intervention', 'evaluation'))
    )`,
    'ALTER TABLE clinical_notes ADD UNIQUE KEY one_amendment_per_version (amends_id)',
  ],
};
