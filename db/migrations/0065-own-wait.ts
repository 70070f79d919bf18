import { type Migration } from '../migration';

/**
 * What a journey's workflow itself waits for, kept beside what the board shows: people's work that is not the workflow's own (a
 * transfer, a vital sign between rounds) comes and goes, and the board then shows this again.
 */
export const ownWait: Migration = {
  name: '0065-own-wait',
  up: [
    'ALTER TABLE journeys ADD COLUMN own_wait VARCHAR(80) NULL, ADD COLUMN own_wait_until DATETIME(3) NULL',
    "UPDATE journeys SET own_wait = waiting_for, own_wait_until = waiting_until WHERE open_tasks = 0 AND status = 'running'",
  ],
};
