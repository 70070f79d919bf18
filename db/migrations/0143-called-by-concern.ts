import { type Migration } from '../migration';

/** Help can be called without a score: for a child, who has none, and by somebody who is worried. */
export const calledByConcern: Migration = {
  name: '0143-called-by-concern',
  up: [
    `ALTER TABLE escalations
      MODIFY COLUMN news2 INT NULL COMMENT 'the highest since it was raised; null: the patient is not scored',
      ADD COLUMN by_concern TINYINT NOT NULL DEFAULT 0 COMMENT 'somebody was worried, whatever the score'`,
  ],
};
