import { type Migration } from '../migration';

/** A password that an administrator gave runs out, and its owner is asked to choose another. */
export const oneTimePasswords: Migration = {
  name: '0013-one-time-passwords',
  up: ['ALTER TABLE staff_users ADD COLUMN one_time_until DATETIME(3) NULL'],
};
