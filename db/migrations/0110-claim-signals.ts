import { type Migration } from '../migration';

/** What stands out about claims, who looked at it and what they decided; and what the record has taught, by version. */
export const claimSignals: Migration = {
  name: '0110-claim-signals',
  up: [
    `CREATE TABLE claim_reviews (
      id VARCHAR(36) PRIMARY KEY,
      claim_id VARCHAR(36) NOT NULL,
      status VARCHAR(12) NOT NULL DEFAULT 'open',
      held_at DATETIME(3) NOT NULL,
      model_version INT NULL COMMENT 'of signal_models; null: nothing was trained yet',
      decided_at DATETIME(3) NULL,
      decided_by VARCHAR(36) NULL,
      decision_enc BLOB NULL COMMENT 'JSON: the reason as typed, and what was done',
      open_claim_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN status = 'open' THEN claim_id END) VIRTUAL,
      UNIQUE KEY claim_reviews_one_open (open_claim_id),
      KEY claim_reviews_claim (claim_id, held_at),
      FOREIGN KEY (claim_id) REFERENCES claims (id),
      FOREIGN KEY (decided_by) REFERENCES staff_users (id),
      CHECK (status IN ('open', 'released', 'corrected', 'voided', 'gone'))
    )`,
    `CREATE TABLE claim_signals (
      id VARCHAR(36) PRIMARY KEY,
      claim_id VARCHAR(36) NOT NULL,
      signal_name VARCHAR(20) NOT NULL,
      severity VARCHAR(6) NOT NULL,
      fingerprint VARCHAR(16) NOT NULL COMMENT 'equal for the same reason on the same facts',
      state VARCHAR(10) NOT NULL DEFAULT 'standing',
      other_claim_id VARCHAR(36) NULL,
      detail_enc BLOB NOT NULL COMMENT 'JSON: reason, evidence, lines',
      found_at DATETIME(3) NOT NULL,
      released_at DATETIME(3) NULL,
      released_by VARCHAR(36) NULL,
      UNIQUE KEY claim_signals_once (claim_id, fingerprint),
      KEY claim_signals_name (signal_name, state),
      FOREIGN KEY (claim_id) REFERENCES claims (id),
      FOREIGN KEY (other_claim_id) REFERENCES claims (id),
      FOREIGN KEY (released_by) REFERENCES staff_users (id),
      CHECK (severity IN ('hold', 'note')),
      CHECK (state IN ('standing', 'released', 'gone'))
    )`,
    `CREATE TABLE signal_models (
      version INT AUTO_INCREMENT PRIMARY KEY,
      format INT NOT NULL COMMENT 'domain/claims/signals/model.ts; another one is not read',
      seed INT NOT NULL,
      claims INT NOT NULL,
      trained_at DATETIME(3) NOT NULL,
      content MEDIUMTEXT NOT NULL COMMENT 'JSON: distributions and forests; codes, counts and amounts, nothing of a patient'
    )`,
  ],
};
