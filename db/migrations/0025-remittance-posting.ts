import { type Migration } from '../migration';

/** Remittances that people enter, match, split and take apart again; provider-level adjustments; claims that are opened anew. */
export const remittancePosting: Migration = {
  name: '0025-remittance-posting',
  up: [
    `ALTER TABLE remittances
      ADD COLUMN source VARCHAR(8) NOT NULL DEFAULT 'x12',
      ADD COLUMN method VARCHAR(4) NULL COMMENT 'BPR04',
      ADD COLUMN paid_on DATE NULL COMMENT 'BPR16',
      ADD COLUMN entered_by VARCHAR(36) NULL COMMENT 'who typed a paper remittance',
      ADD COLUMN version INT NOT NULL DEFAULT 1,
      ADD KEY remittances_received (received_at, id),
      ADD CONSTRAINT remittances_source CHECK (source IN ('x12', 'paper'))`,
    `ALTER TABLE remittance_claims
      ADD COLUMN round INT NOT NULL DEFAULT 0 COMMENT 'how often a person worked it; part of its deduplication IDs',
      ADD COLUMN split_from_id VARCHAR(36) NULL,
      ADD COLUMN service_from DATE NULL,
      ADD COLUMN patient_enc BLOB NULL COMMENT 'JSON {name, memberNumber}: whom the payer means',
      ADD COLUMN claim_before JSON NULL COMMENT 'status and numbers the claim had before this was posted',
      ADD COLUMN worked_by VARCHAR(36) NULL,
      ADD COLUMN worked_at DATETIME(3) NULL,
      ADD COLUMN reason_enc BLOB NULL COMMENT 'why a person decided so',
      ADD KEY remittance_claims_number (claim_number),
      ADD CONSTRAINT remittance_claims_parent FOREIGN KEY (split_from_id) REFERENCES remittance_claims (id)`,
    `CREATE TABLE provider_adjustments (
      id VARCHAR(36) PRIMARY KEY,
      remittance_id VARCHAR(36) NOT NULL,
      sequence INT NOT NULL,
      reason VARCHAR(3) NOT NULL COMMENT 'PLB03-1',
      reference VARCHAR(50) NULL COMMENT 'PLB03-2',
      cents BIGINT NOT NULL COMMENT 'positive takes from the payment',
      operation_id VARCHAR(36) NULL COMMENT 'null until the remittance balances',
      UNIQUE KEY provider_adjustments_sequence (remittance_id, sequence),
      FOREIGN KEY (remittance_id) REFERENCES remittances (id),
      FOREIGN KEY (operation_id) REFERENCES ledger_operations (id)
    )`,
    `ALTER TABLE claims
      ADD COLUMN reopened_at DATETIME(3) NULL COMMENT 'its workflow has ended: it is settled where its answer is posted'`,
  ],
};
