import { type Migration } from '../migration';

/** A demonstration payer pays what falls due in one run with one payment, and takes from the next one what it carried forward. */
export const paymentRuns: Migration = {
  name: '0104-payment-runs',
  up: [
    `ALTER TABLE payer_decisions
      MODIFY trace_number VARCHAR(50) NULL COMMENT 'of a payment of its own',
      MODIFY remittance_enc MEDIUMBLOB NULL COMMENT 'the 835 as sent, when it is a payment of its own; a second copy is the same bytes',
      ADD COLUMN paid_with VARCHAR(36) NULL COMMENT 'the submission with whose payment this one was paid; null: one of its own',
      ADD FOREIGN KEY (paid_with) REFERENCES claim_submissions (id),
      ADD CHECK (paid_with IS NULL OR trace_number IS NULL)`,
    `ALTER TABLE payer_behaviours
      ADD COLUMN pay_together_ms BIGINT NOT NULL DEFAULT 0 COMMENT 'what falls due within this time is paid with one payment',
      ADD CHECK (pay_together_ms >= 0)`,
    `CREATE TABLE payer_balances (
      payer_id VARCHAR(36) PRIMARY KEY,
      owed_cents BIGINT NOT NULL DEFAULT 0 COMMENT 'carried forward, and taken from the next payment',
      reference VARCHAR(50) NULL COMMENT 'trace number of the payment that carried it forward',
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      CHECK (owed_cents >= 0)
    )`,
  ],
};
