import { type Migration } from '../migration';

/** Who works when and where, what a ward needs at least, who looks after whom, and what one shift tells the next. */
export const shifts: Migration = {
  name: '0047-shifts',
  up: [
    `CREATE TABLE staff_skills (
      user_id VARCHAR(36) NOT NULL,
      skill VARCHAR(20) NOT NULL COMMENT 'domain/shifts/skills',
      PRIMARY KEY (user_id, skill),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE ward_cover (
      ward_id VARCHAR(36) NOT NULL,
      shift VARCHAR(10) NOT NULL,
      skill VARCHAR(20) NOT NULL,
      minimum INT NOT NULL,
      PRIMARY KEY (ward_id, shift, skill),
      FOREIGN KEY (ward_id) REFERENCES wards (id),
      CHECK (shift IN ('day', 'night')),
      CHECK (minimum BETWEEN 1 AND 50)
    )`,
    `CREATE TABLE roster_shifts (
      id VARCHAR(36) PRIMARY KEY,
      user_id VARCHAR(36) NOT NULL,
      ward_id VARCHAR(36) NOT NULL,
      shift_date DATE NOT NULL COMMENT 'the day it begins',
      shift VARCHAR(10) NOT NULL,
      status VARCHAR(10) NOT NULL DEFAULT 'planned',
      created_by VARCHAR(36) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      planned_user_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN status = 'planned' THEN user_id END) VIRTUAL,
      UNIQUE KEY one_place_at_a_time (planned_user_id, shift_date, shift),
      KEY roster_shifts_ward (ward_id, shift_date, shift),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      FOREIGN KEY (ward_id) REFERENCES wards (id),
      CHECK (shift IN ('day', 'night')),
      CHECK (status IN ('planned', 'cancelled'))
    )`,
    `CREATE TABLE shift_assignments (
      encounter_id VARCHAR(36) NOT NULL,
      shift_date DATE NOT NULL,
      shift VARCHAR(10) NOT NULL,
      ward_id VARCHAR(36) NOT NULL,
      nurse_id VARCHAR(36) NOT NULL,
      assigned_by VARCHAR(36) NOT NULL,
      assigned_at DATETIME(3) NOT NULL,
      PRIMARY KEY (encounter_id, shift_date, shift),
      KEY shift_assignments_ward (ward_id, shift_date, shift),
      KEY shift_assignments_nurse (nurse_id, shift_date, shift),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      FOREIGN KEY (ward_id) REFERENCES wards (id),
      FOREIGN KEY (nurse_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE shift_handovers (
      id VARCHAR(36) PRIMARY KEY,
      encounter_id VARCHAR(36) NOT NULL,
      ward_id VARCHAR(36) NOT NULL,
      shift_date DATE NOT NULL,
      shift VARCHAR(10) NOT NULL COMMENT 'the shift that tells',
      status VARCHAR(10) NOT NULL DEFAULT 'given',
      sbar_enc BLOB NOT NULL,
      given_by VARCHAR(36) NOT NULL,
      given_at DATETIME(3) NOT NULL,
      accepted_by VARCHAR(36) NULL,
      accepted_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      UNIQUE KEY one_handover_per_shift (encounter_id, shift_date, shift),
      KEY shift_handovers_ward (ward_id, status, given_at),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      FOREIGN KEY (ward_id) REFERENCES wards (id),
      FOREIGN KEY (given_by) REFERENCES staff_users (id),
      FOREIGN KEY (accepted_by) REFERENCES staff_users (id),
      CHECK (status IN ('given', 'accepted')),
      CHECK ((status = 'accepted') = (accepted_by IS NOT NULL))
    )`,
  ],
};
