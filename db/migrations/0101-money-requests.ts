import { type Migration } from '../migration';

/** Refunds and write-offs: who asked, who decided, and that above the limit these are two people; and what is owed back to each payer. */
export const moneyRequests: Migration = {
  name: '0101-money-requests',
  up: [
    `CREATE TABLE money_limits (
      kind VARCHAR(16) PRIMARY KEY,
      cents BIGINT NOT NULL COMMENT 'above it a second person decides',
      version INT NOT NULL DEFAULT 1,
      updated_by VARCHAR(36) NULL,
      updated_at DATETIME(3) NULL,
      FOREIGN KEY (updated_by) REFERENCES staff_users (id),
      CHECK (kind IN ('patient-refund', 'payer-refund', 'small-balance', 'charity', 'bad-debt', 'claim-write-off')),
      CHECK (cents >= 0)
    )`,
    `CREATE TABLE money_requests (
      id VARCHAR(36) PRIMARY KEY,
      kind VARCHAR(16) NOT NULL,
      account_id VARCHAR(36) NULL,
      invoice_id VARCHAR(36) NULL,
      payer_id VARCHAR(36) NULL,
      cents BIGINT NOT NULL,
      method VARCHAR(20) NULL,
      reason_enc BLOB NOT NULL,
      status VARCHAR(10) NOT NULL DEFAULT 'requested',
      limit_cents BIGINT NOT NULL COMMENT 'the limit when it was asked for',
      needs_second TINYINT NOT NULL,
      requested_by VARCHAR(36) NOT NULL,
      requested_at DATETIME(3) NOT NULL,
      decided_by VARCHAR(36) NULL,
      decided_at DATETIME(3) NULL,
      decision_enc BLOB NULL,
      operation_id VARCHAR(36) NULL UNIQUE,
      version INT NOT NULL DEFAULT 1,
      KEY money_requests_account (account_id, status),
      KEY money_requests_payer (payer_id, status),
      KEY money_requests_status (status, id),
      KEY money_requests_invoice (invoice_id, status),
      FOREIGN KEY (account_id) REFERENCES accounts (id),
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      FOREIGN KEY (invoice_id) REFERENCES invoices (id),
      FOREIGN KEY (requested_by) REFERENCES staff_users (id),
      FOREIGN KEY (decided_by) REFERENCES staff_users (id),
      FOREIGN KEY (operation_id) REFERENCES ledger_operations (id),
      CHECK (cents > 0),
      CHECK (kind IN ('patient-refund', 'payer-refund', 'small-balance', 'charity', 'bad-debt')),
      CHECK ((kind = 'payer-refund') = (payer_id IS NOT NULL)),
      CHECK ((payer_id IS NULL) = (account_id IS NOT NULL)),
      CHECK (status IN ('requested', 'approved', 'rejected', 'withdrawn', 'reversed')),
      CHECK ((status IN ('approved', 'reversed')) = (operation_id IS NOT NULL)),
      CONSTRAINT money_requests_four_eyes CHECK (needs_second = 0 OR status NOT IN ('approved', 'reversed') OR (decided_by IS NOT NULL AND decided_by <> requested_by))
    )`,
    `CREATE VIEW v_payer_credit AS
      SELECT payer_id, CAST(-SUM(cents) AS SIGNED) AS credit_cents FROM (
        SELECT r.payer_id, e.cents FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN ledger_entries e ON e.operation_id = x.posted_operation_id
          WHERE e.ledger_account = 'payer-credit' AND e.claim_id IS NULL
        UNION ALL
        SELECT r.payer_id, e.cents FROM provider_adjustments p JOIN remittances r ON r.id = p.remittance_id JOIN ledger_entries e ON e.operation_id = p.operation_id WHERE e.ledger_account = 'payer-credit'
        UNION ALL
        SELECT c.payer_id, e.cents FROM ledger_entries e JOIN claims c ON c.id = e.claim_id WHERE e.ledger_account = 'payer-credit'
        UNION ALL
        SELECT m.payer_id, e.cents FROM money_requests m JOIN ledger_entries e ON e.operation_id = m.operation_id WHERE m.payer_id IS NOT NULL AND m.status = 'approved' AND e.ledger_account = 'payer-credit'
      ) moved GROUP BY payer_id`,
  ],
};
