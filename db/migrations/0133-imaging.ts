import { type Migration } from '../migration';

/** When an examination is planned and was performed, by whom, or why it was not done; and what a clinician wants to know from an order. */
export const imaging: Migration = {
  name: '0133-imaging',
  up: [
    `ALTER TABLE service_requests
      ADD COLUMN question_enc BLOB NULL COMMENT 'the clinical question',
      ADD COLUMN scheduled_at DATETIME(3) NULL,
      ADD COLUMN performed_at DATETIME(3) NULL,
      ADD COLUMN performed_by VARCHAR(36) NULL,
      ADD COLUMN not_done VARCHAR(20) NULL COMMENT 'domain/orders/imagingStudies: why it did not take place',
      ADD CONSTRAINT service_requests_performed_by FOREIGN KEY (performed_by) REFERENCES staff_users (id),
      ADD CONSTRAINT service_requests_not_done CHECK (not_done IS NULL OR (status = 'revoked' AND performed_at IS NULL))`,
  ],
};
