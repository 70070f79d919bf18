import { type Migration } from '../migration';

/** Work that is shared: teams that tasks belong to, colleagues who do a task for its owner, substitutes for those on leave. */
export const sharedWork: Migration = {
  name: '0042-shared-work',
  up: [
    `CREATE TABLE teams (
      id VARCHAR(36) PRIMARY KEY,
      name VARCHAR(60) NOT NULL UNIQUE,
      ward_id VARCHAR(36) NULL COMMENT 'the ward it works on, when it is of one',
      created_by VARCHAR(36) NOT NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      FOREIGN KEY (ward_id) REFERENCES wards (id),
      FOREIGN KEY (created_by) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE team_members (
      team_id VARCHAR(36) NOT NULL,
      user_id VARCHAR(36) NOT NULL,
      PRIMARY KEY (team_id, user_id),
      KEY team_members_user (user_id),
      FOREIGN KEY (team_id) REFERENCES teams (id),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE staff_absences (
      id VARCHAR(36) PRIMARY KEY,
      user_id VARCHAR(36) NOT NULL,
      substitute_id VARCHAR(36) NOT NULL,
      starts_at DATETIME(3) NOT NULL,
      ends_at DATETIME(3) NOT NULL,
      cancelled_at DATETIME(3) NULL,
      created_by VARCHAR(36) NOT NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      KEY staff_absences_user (user_id, ends_at),
      KEY staff_absences_substitute (substitute_id, ends_at),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      FOREIGN KEY (substitute_id) REFERENCES staff_users (id),
      FOREIGN KEY (created_by) REFERENCES staff_users (id),
      CHECK (ends_at > starts_at)
    )`,
    `ALTER TABLE tasks
      DROP COLUMN team,
      ADD COLUMN team_id VARCHAR(36) NULL,
      ADD COLUMN owner_id VARCHAR(36) NULL COMMENT 'who delegated the task and gets it back',
      ADD KEY tasks_inbox_team (is_open, team_id, due_at, id),
      ADD KEY tasks_inbox_owner (is_open, owner_id, due_at, id),
      ADD FOREIGN KEY (team_id) REFERENCES teams (id),
      ADD FOREIGN KEY (owner_id) REFERENCES staff_users (id)`,
  ],
};
