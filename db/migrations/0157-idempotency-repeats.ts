import { type Migration } from '../migration';

/** How often a request was repeated under its key. Counting it also tells a repeat from a first one in the one statement that takes the key. */
export const idempotencyRepeats: Migration = {
  name: '0157-idempotency-repeats',
  up: ['ALTER TABLE idempotency_keys ADD COLUMN repeats INT UNSIGNED NOT NULL DEFAULT 0'],
};
