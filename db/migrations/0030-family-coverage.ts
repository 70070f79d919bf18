import { type Migration } from '../migration';

/** Members of one policy share its family deductible and out-of-pocket maximum: their coverages name the subscriber's. */
export const familyCoverage: Migration = {
  name: '0030-family-coverage',
  up: [
    `ALTER TABLE coverages
      ADD COLUMN subscriber_coverage_id VARCHAR(36) NULL COMMENT 'the coverage whose family this member belongs to; null: its own',
      ADD FOREIGN KEY coverages_subscriber (subscriber_coverage_id) REFERENCES coverages (id),
      ADD CHECK (subscriber_coverage_id IS NULL OR subscriber_coverage_id <> id)`,
  ],
};
