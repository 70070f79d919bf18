import { type Migration } from '../migration';

/** Decoy records, which nobody has a reason to open, and breaches of patients' data (45 CFR 164.400 to 414). */
export const breaches: Migration = {
  name: '0220-breaches',
  up: [
    `CREATE TABLE decoys (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL UNIQUE COMMENT 'a made-up person that no stay, coverage or login leads to',
      note_enc BLOB NULL,
      planted_by VARCHAR(36) NOT NULL,
      planted_at DATETIME(3) NOT NULL,
      ended_by VARCHAR(36) NULL,
      ended_at DATETIME(3) NULL,
      KEY decoys_planted (planted_at, id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (planted_by) REFERENCES staff_users (id),
      FOREIGN KEY (ended_by) REFERENCES staff_users (id),
      CHECK ((ended_at IS NULL) = (ended_by IS NULL))
    )`,
    `CREATE TABLE breaches (
      id VARCHAR(36) PRIMARY KEY,
      number VARCHAR(20) NOT NULL UNIQUE,
      discovered_on DATE NOT NULL,
      from_at DATETIME(3) NOT NULL,
      to_at DATETIME(3) NOT NULL,
      actor_id VARCHAR(36) NULL COMMENT 'whose accesses are looked at; null: everybody’s',
      patient_id VARCHAR(36) NULL COMMENT 'whose record is looked at; null: every one the actor reached',
      story_enc MEDIUMBLOB NOT NULL,
      finding VARCHAR(10) NOT NULL DEFAULT 'presumed',
      assessment_enc MEDIUMBLOB NULL COMMENT 'the four factors of 164.402(2)',
      decided_by VARCHAR(36) NULL,
      decided_at DATETIME(3) NULL,
      individuals_on DATE NULL,
      media_on DATE NULL,
      secretary_on DATE NULL,
      opened_by VARCHAR(36) NOT NULL,
      opened_at DATETIME(3) NOT NULL,
      version INT NOT NULL DEFAULT 1,
      KEY breaches_finding (finding, discovered_on, id),
      KEY breaches_discovered (discovered_on, id),
      FOREIGN KEY (actor_id) REFERENCES staff_users (id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (decided_by) REFERENCES staff_users (id),
      FOREIGN KEY (opened_by) REFERENCES staff_users (id),
      CHECK (finding IN ('presumed', 'breach', 'no-breach')),
      CHECK (from_at < to_at),
      CHECK (actor_id IS NOT NULL OR patient_id IS NOT NULL),
      CHECK ((finding = 'presumed') = (decided_by IS NULL))
    )`,
  ],
};
