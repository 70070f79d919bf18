import { type Migration } from '../migration';

/**
 * A claim can be sent again after it was settled, voided at the payer, and followed by a claim to the next payer. A command can start
 * its workflow anew.
 */
export const claimLives: Migration = {
  name: '0031-claim-lives',
  up: [
    `ALTER TABLE claims
      ADD COLUMN life INT NOT NULL DEFAULT 1 COMMENT 'grows when a settled claim is opened again',
      ADD COLUMN resubmission_pending TINYINT NOT NULL DEFAULT 0 COMMENT 'asked for and not sent yet: the claim is not settled meanwhile',
      ADD COLUMN void_disposal VARCHAR(16) NULL COMMENT 'what becomes of the charges once the payer has voided the claim',
      ADD COLUMN primary_claim_id VARCHAR(36) NULL COMMENT 'the claim to the payer before; this one follows it',
      ADD COLUMN prior_cents BIGINT NOT NULL DEFAULT 0 COMMENT 'of the adjustments: what the payers before settled',
      ADD FOREIGN KEY claims_primary (primary_claim_id) REFERENCES claims (id),
      ADD CHECK (void_disposal IS NULL OR void_disposal IN ('bill-patient', 'cancel-charges')),
      ADD CHECK (prior_cents >= 0)`,
    `ALTER TABLE workflow_commands ADD COLUMN starts VARCHAR(60) NULL COMMENT 'workflow type a signal starts when it does not run; the payload then holds its input too'`,
  ],
};
