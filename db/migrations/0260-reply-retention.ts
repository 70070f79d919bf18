import { type Migration } from '../migration';

/** Answers kept for repeats hold what people wrote: after a quarter of a year nobody repeats. */
export const replyRetention: Migration = {
  name: '0260-reply-retention',
  up: ["INSERT INTO retention_periods (kind, days) VALUES ('replies', 90)"],
};
