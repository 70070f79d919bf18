import { type Migration } from '../migration';

/** How each payer is reached, what waits to be handed over, and more ways for the demonstration payer to misbehave. */
export const payerConnections: Migration = {
  name: '0022-payer-connections',
  up: [
    `CREATE TABLE payer_connections (
      payer_id VARCHAR(36) PRIMARY KEY,
      adapter VARCHAR(14) NOT NULL,
      usage_indicator CHAR(1) NOT NULL DEFAULT 'T' COMMENT 'ISA15: T test, P production',
      version INT NOT NULL DEFAULT 1,
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      CHECK (adapter IN ('demonstration', 'folder')),
      CHECK (usage_indicator IN ('T', 'P'))
    )`,
    `ALTER TABLE claim_submissions
      ADD COLUMN adapter VARCHAR(14) NOT NULL DEFAULT 'demonstration',
      ADD COLUMN delivered_at DATETIME(3) NULL COMMENT 'when its file was in the exchange folder',
      ADD KEY claim_submissions_waiting (adapter, delivered_at, id)`,
    `ALTER TABLE payer_behaviours
      ADD COLUMN is_down TINYINT NOT NULL DEFAULT 0 COMMENT 'answers nothing until it is up again',
      ADD COLUMN pay_twice TINYINT NOT NULL DEFAULT 0 COMMENT 'sends a second payment of its own for what it has paid',
      ADD COLUMN deny_codes JSON NULL COMMENT 'CARC to deny with, instead of what the demonstration plays',
      ADD COLUMN version INT NOT NULL DEFAULT 1`,
  ],
};
