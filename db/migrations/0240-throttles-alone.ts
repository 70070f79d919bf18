import { type Migration } from '../migration';

/** Wrong tries stand in sign_in_throttles since 0160: these were never read. */
export const throttlesAlone: Migration = {
  name: '0240-throttles-alone',
  up: ['ALTER TABLE staff_users DROP COLUMN failed_attempts, DROP COLUMN locked_until'],
};
