import { type Migration } from '../migration';

/** What proves that a claim arrived: the 999 and the 277CA by the control numbers they came under. */
export const arrivals: Migration = {
  name: '0122-arrivals',
  up: [
    `ALTER TABLE claim_submissions
      ADD COLUMN arrived_at DATETIME(3) NULL COMMENT 'when the 999 said the file could be read',
      ADD COLUMN arrival_control_number INT NULL COMMENT 'ISA13 of the 999',
      ADD COLUMN acknowledgment_control_number INT NULL COMMENT 'ISA13 of the 277CA'`,
  ],
};
