import { type Migration } from '../migration';

/** A second factor beside the password: a time-based one-time password (TOTP, RFC 6238). Each time step signs in once. */
export const secondFactor: Migration = {
  name: '0060-second-factor',
  up: [
    `ALTER TABLE staff_users
      ADD COLUMN totp_secret_enc VARBINARY(255) NULL,
      ADD COLUMN totp_confirmed_at DATETIME(3) NULL,
      ADD COLUMN totp_last_step BIGINT NULL COMMENT 'the time step of the last code taken'`,
  ],
};
