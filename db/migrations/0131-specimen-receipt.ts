import { type Migration } from '../migration';

/**
 * A specimen is received or rejected; a rejected one keeps its place in the record, and its order waits for another. An order has at most
 * one specimen that can be examined.
 */
export const specimenReceipt: Migration = {
  name: '0131-specimen-receipt',
  up: [
    'ALTER TABLE specimens ADD KEY specimens_request (service_request_id)',
    'ALTER TABLE specimens DROP KEY service_request_id',
    `ALTER TABLE specimens
      ADD COLUMN rejected_at DATETIME(3) NULL,
      ADD COLUMN rejected_by VARCHAR(36) NULL,
      ADD COLUMN rejection VARCHAR(20) NULL COMMENT 'domain/clinical/specimenRejection',
      ADD CONSTRAINT specimens_rejected_by FOREIGN KEY (rejected_by) REFERENCES staff_users (id),
      ADD CONSTRAINT specimens_status CHECK (status IN ('available', 'unavailable', 'unsatisfactory', 'entered-in-error')),
      ADD CONSTRAINT specimens_rejection CHECK ((status = 'unsatisfactory') = (rejection IS NOT NULL AND rejected_at IS NOT NULL AND rejected_by IS NOT NULL))`,
    `ALTER TABLE specimens
      ADD COLUMN usable_request_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN status = 'available' THEN service_request_id END) VIRTUAL`,
    'ALTER TABLE specimens ADD UNIQUE KEY one_usable_specimen (usable_request_id)',
  ],
};
