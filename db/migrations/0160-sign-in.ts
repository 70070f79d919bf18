import { type Migration } from '../migration';

/**
 * How somebody signed in and when they last proved who they are; wrong tries by account and address; recovery codes. The counters on
 * `staff_users` stay for processes of the version before, which may still run while this one starts.
 */
export const signIn: Migration = {
  name: '0160-sign-in',
  up: [
    `ALTER TABLE sessions
      ADD COLUMN method VARCHAR(20) NOT NULL DEFAULT 'password',
      ADD COLUMN two_factor TINYINT NOT NULL DEFAULT 0 COMMENT 'opened, or confirmed since, with a second factor',
      ADD COLUMN confirmed_at DATETIME(3) NULL COMMENT 'when its owner last proved who they are'`,
    'UPDATE sessions s JOIN staff_users u ON u.id = s.user_id SET s.two_factor = 1 WHERE u.totp_confirmed_at IS NOT NULL',
    `CREATE TABLE sign_in_throttles (
      kind VARCHAR(10) NOT NULL,
      account VARCHAR(64) NOT NULL COMMENT 'the user, or the keyed hash of a name that nobody has',
      address VARCHAR(45) NOT NULL,
      failures INT NOT NULL,
      last_at DATETIME(3) NOT NULL,
      locked_until DATETIME(3) NULL,
      PRIMARY KEY (kind, account, address),
      KEY sign_in_throttles_account (account),
      KEY sign_in_throttles_age (last_at)
    )`,
    `CREATE TABLE known_devices (
      id VARCHAR(36) PRIMARY KEY,
      user_id VARCHAR(36) NOT NULL,
      token_hash BINARY(32) NOT NULL UNIQUE,
      created_at DATETIME(3) NOT NULL,
      last_used_at DATETIME(3) NOT NULL,
      KEY known_devices_user (user_id, last_used_at),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE recovery_codes (
      id VARCHAR(36) PRIMARY KEY,
      user_id VARCHAR(36) NOT NULL,
      code_hash BINARY(32) NOT NULL COMMENT 'keyed',
      created_at DATETIME(3) NOT NULL,
      used_at DATETIME(3) NULL,
      UNIQUE KEY recovery_codes_once (user_id, code_hash),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
  ],
};
